import * as Schema from "effect/Schema"
import {
  CodeSentBody,
  MessageBody,
  ResubscribeInput,
  SendCodeInput,
  UnsubscribesBody,
  VerifiedEmailsBody,
  VerifyInput
} from "../notification/EmailVerificationBody.ts"
import { EmailSettingsBody, EmailSettingsInput } from "../notification/EmailSettingsBody.ts"
import { EmailPreviewBody, EmailTemplateBody, EmailTemplateInput } from "../notification/EmailTemplateBody.ts"
import { route } from "./Route.ts"

const tag = "email"
const verification = "/api/v1/email-verification"
const settings = "/api/v1/notifications/email"

/** To whom mail may be sent, and who has ended it. */
export const emailRoutes = {
  getEmailSettings: route({
    id: "getEmailSettings",
    method: "GET",
    path: `${settings}/settings`,
    summary: "Where the account is told by mail of tasks without channels of their own, and whether at once or in a digest",
    tag,
    auth: "required",
    success: { status: 200, description: "The settings; enabled is false where there are none yet", body: EmailSettingsBody }
  }),
  postEmailSettings: route({
    id: "postEmailSettings",
    method: "POST",
    path: `${settings}/settings`,
    summary: "Set up or change it; what is left out stays as it is, and the address is at first the account's own",
    tag,
    auth: "required",
    body: EmailSettingsInput,
    success: { status: 200, description: "The settings", body: EmailSettingsBody },
    errors: ["InvalidNotification", "NoDefaultChannel"]
  }),
  getEmailTemplate: route({
    id: "getEmailTemplate",
    method: "GET",
    path: `${settings}/template`,
    summary: "How the account words its alerts by mail; both parts are null where it leaves that to the server",
    tag,
    auth: "required",
    success: { status: 200, description: "The template, and what it may name", body: EmailTemplateBody }
  }),
  putEmailTemplate: route({
    id: "putEmailTemplate",
    method: "PUT",
    path: `${settings}/template`,
    summary: "Word the account's alerts by mail: one subject and one body, with placeholders",
    tag,
    auth: "required",
    body: EmailTemplateInput,
    success: { status: 200, description: "The template, from the next try of any alert on", body: EmailTemplateBody },
    errors: ["InvalidTemplate", "ChannelUntemplated"]
  }),
  deleteEmailTemplate: route({
    id: "deleteEmailTemplate",
    method: "DELETE",
    path: `${settings}/template`,
    summary: "Leave the wording to the server again",
    tag,
    auth: "required",
    success: { status: 204, description: "There is no template", body: null }
  }),
  previewEmailTemplate: route({
    id: "previewEmailTemplate",
    method: "POST",
    path: `${settings}/template/preview`,
    summary: "See a made-up alert as a template would word it; nothing is stored or sent",
    tag,
    auth: "required",
    body: EmailTemplateInput,
    success: { status: 200, description: "Subject, text and HTML, without the footer", body: EmailPreviewBody },
    errors: ["InvalidTemplate", "ChannelUntemplated"]
  }),
  sendEmailCode: route({
    id: "sendEmailCode",
    method: "POST",
    path: `${verification}/send`,
    summary: "Send a code to an address, to prove that it is the caller's: good for 15 minutes, three an hour",
    tag,
    auth: "required",
    body: SendCodeInput,
    success: { status: 200, description: "It was sent, or the address is verified already", body: CodeSentBody },
    outside: true,
    errors: ["InvalidAddress", "TooManyCodes", "CodeNotSent", "CodesUnavailable"]
  }),
  verifyEmail: route({
    id: "verifyEmail",
    method: "POST",
    path: `${verification}/verify`,
    summary: "Verify an address by the code that was sent to it; five guesses a code",
    tag,
    auth: "required",
    body: VerifyInput,
    success: { status: 200, description: "Mail may be sent there", body: MessageBody },
    // A wrong guess is counted though it is refused.
    outside: true,
    errors: ["InvalidAddress", "CodeRefused", "CodesUnavailable"]
  }),
  listVerifiedEmails: route({
    id: "listVerifiedEmails",
    method: "GET",
    path: `${verification}/verified-emails`,
    summary: "The addresses that mail may be sent to",
    tag,
    auth: "required",
    success: { status: 200, description: "All of them, the account's own included", body: VerifiedEmailsBody }
  }),
  deleteVerifiedEmail: route({
    id: "deleteVerifiedEmail",
    method: "DELETE",
    path: `${verification}/verified-emails/{email}`,
    summary: "Take an address off the list: no more mail is sent there",
    tag,
    auth: "required",
    params: Schema.Struct({ email: Schema.String }),
    success: { status: 200, description: "It is off the list, or never was on it", body: MessageBody },
    errors: ["OwnAddress"]
  }),
  listUnsubscribes: route({
    id: "listUnsubscribes",
    method: "GET",
    path: `${settings}/unsubscribes`,
    summary: "Which addresses have ended mail of this account, by the link in a mail",
    tag,
    auth: "required",
    success: { status: 200, description: "All of them, by address", body: UnsubscribesBody }
  }),
  resubscribe: route({
    id: "resubscribe",
    method: "POST",
    path: `${settings}/resubscribe`,
    summary: "Take an unsubscription back",
    tag,
    auth: "required",
    body: ResubscribeInput,
    success: { status: 200, description: "Mail is sent again, or never was ended", body: MessageBody }
  })
} as const

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
import { route } from "./Route.ts"

const tag = "email"
const verification = "/api/v1/email-verification"
const settings = "/api/v1/notifications/email"

/** To whom mail may be sent, and who has ended it. */
export const emailRoutes = {
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

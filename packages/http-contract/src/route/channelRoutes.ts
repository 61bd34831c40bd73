import * as Schema from "effect/Schema"
import { AccountChannelBody, AccountChannelInput, AccountChannelsBody } from "../notification/AccountChannelBody.ts"
import { TestInput, TestOutcomeBody } from "../notification/TestOutcomeBody.ts"
import { WebhookSecretBody } from "../task/WebhookSecretBody.ts"
import { route } from "./Route.ts"

const tag = "notifications"
const collection = "/api/v1/notifications/channels"
const item = `${collection}/{kind}`
const params = Schema.Struct({ kind: Schema.String })

/** The account's default channels, of whatever kinds the server has. */
export const channelRoutes = {
  listChannels: route({
    id: "listChannels",
    method: "GET",
    path: collection,
    summary: "The account's default channels, which tell of tasks without channels of their own",
    tag,
    auth: "required",
    success: { status: 200, description: "All of them, by kind", body: AccountChannelsBody }
  }),
  getChannel: route({
    id: "getChannel",
    method: "GET",
    path: item,
    summary: "One default channel",
    tag,
    auth: "required",
    params,
    success: { status: 200, description: "The channel", body: AccountChannelBody },
    errors: ["NoDefaultChannel"]
  }),
  putChannel: route({
    id: "putChannel",
    method: "PUT",
    path: item,
    summary: "Set up or change a default channel; what is left out stays as it is",
    tag,
    auth: "required",
    params,
    body: AccountChannelInput,
    success: { status: 200, description: "The channel, with its secret where one was issued", body: AccountChannelBody },
    errors: ["InvalidNotification"]
  }),
  deleteChannel: route({
    id: "deleteChannel",
    method: "DELETE",
    path: item,
    summary: "Remove a default channel; what is owed by it is not sent any more",
    tag,
    auth: "required",
    params,
    success: { status: 204, description: "It is gone", body: null },
    errors: ["NoDefaultChannel"]
  }),
  rotateChannelSecret: route({
    id: "rotateChannelSecret",
    method: "POST",
    path: `${item}/rotate-secret`,
    summary: "Issue a new signing secret; the old one signs beside it for a while",
    tag,
    auth: "required",
    params,
    success: { status: 200, description: "The new secret, this once", body: WebhookSecretBody },
    errors: ["NoDefaultChannel", "ChannelUnsigned"]
  }),
  testChannel: route({
    id: "testChannel",
    method: "POST",
    path: `${item}/test`,
    summary: "Send a test at once, to the target given or the account's default; five a minute",
    tag,
    auth: "required",
    params,
    body: TestInput,
    bodyOptional: true,
    success: { status: 200, description: "What came of it, delivered or not", body: TestOutcomeBody },
    outside: true,
    errors: ["InvalidNotification", "NoDefaultChannel"]
  })
} as const

import * as Schema from "effect/Schema"
import { queryInt } from "../field/queryInt.ts"
import { taskIdParam } from "../field/uuidText.ts"
import { WebhookTestBody, WebhookTestInput } from "../notification/TestOutcomeBody.ts"
import { WebhookDeliveryBody } from "../notification/WebhookDeliveryBody.ts"
import {
  WebhookConfigBody,
  WebhookConfigInput,
  WebhookSettingsBody,
  WebhookSettingsInput
} from "../notification/WebhookSettingsBody.ts"
import { WebhookSecretBody } from "../task/WebhookSecretBody.ts"
import { route } from "./Route.ts"

const tag = "webhooks"
const settings = "/api/v1/notifications/webhook/settings"
const config = "/api/v1/webhooks/config"

/** The account's default webhook under the names that clients of both earlier generations know. */
export const webhookRoutes = {
  getWebhookSettings: route({
    id: "getWebhookSettings",
    method: "GET",
    path: settings,
    summary: "The account's default webhook",
    tag,
    auth: "required",
    success: { status: 200, description: "Its settings; url is null where there is none", body: WebhookSettingsBody }
  }),
  postWebhookSettings: route({
    id: "postWebhookSettings",
    method: "POST",
    path: settings,
    summary: "Set up or change the account's default webhook; what is left out stays as it is",
    tag,
    auth: "required",
    body: WebhookSettingsInput,
    success: { status: 200, description: "Its settings, with its secret where one was issued", body: WebhookSettingsBody },
    errors: ["InvalidNotification", "NoDefaultChannel"]
  }),
  rotateDefaultWebhookSecret: route({
    id: "rotateDefaultWebhookSecret",
    method: "POST",
    path: `${settings}/rotate-secret`,
    summary: "Issue a new signing secret for it; the old one signs beside it for a while",
    tag,
    auth: "required",
    success: { status: 200, description: "The new secret, this once", body: WebhookSecretBody },
    errors: ["NoDefaultChannel"]
  }),
  getWebhookConfig: route({
    id: "getWebhookConfig",
    method: "GET",
    path: config,
    summary: "The account's default webhook, in the original's words",
    tag,
    auth: "required",
    success: { status: 200, description: "Its URL, its masked secret, and whether it is on", body: WebhookConfigBody }
  }),
  putWebhookConfig: route({
    id: "putWebhookConfig",
    method: "PUT",
    path: config,
    summary: "Set up, switch or (with a null URL) remove the account's default webhook",
    tag,
    auth: "required",
    body: WebhookConfigInput,
    success: { status: 200, description: "The same three fields, with the secret where one was issued", body: WebhookConfigBody },
    errors: ["InvalidNotification", "NoDefaultChannel"]
  }),
  testWebhook: route({
    id: "testWebhook",
    method: "POST",
    path: "/api/v1/webhooks/test",
    summary: "Send a test webhook at once: 200, or 400 with the same fields where it was not delivered; five a minute",
    tag,
    auth: "required",
    body: WebhookTestInput,
    bodyOptional: true,
    success: { status: 200, description: "It was delivered", body: WebhookTestBody },
    outside: true,
    errors: ["InvalidNotification", "NoDefaultChannel"]
  }),
  listWebhookDeliveries: route({
    id: "listWebhookDeliveries",
    method: "GET",
    path: "/api/v1/webhooks/deliveries",
    summary: "What was owed to webhooks, newest first; 50 unless a limit is given. All channels: /api/v1/notifications/sends",
    tag,
    auth: "required",
    query: Schema.Struct({
      task_id: Schema.optionalKey(taskIdParam),
      limit: Schema.optionalKey(queryInt(1, 100))
    }),
    success: { status: 200, description: "A bare array", body: Schema.Array(WebhookDeliveryBody) },
    errors: ["TaskNotFound"]
  })
} as const

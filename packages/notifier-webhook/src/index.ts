export { webhookNotifier, type WebhookOptions } from "./WebhookNotifier.ts"
export { WebhookTarget } from "./WebhookTarget.ts"

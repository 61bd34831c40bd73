import { ChannelKind } from "@vedette/domain"

/** The kind behind the routes that are named after it. */
export const webhookKind = ChannelKind.make("webhook")

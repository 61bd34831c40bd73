import { ChannelKind } from "@vedette/domain"

/** The kind behind the routes that are named after it. */
export const emailKind = ChannelKind.make("email")

import type { Delivery } from "./Delivery.ts"

/**
 * Whether a delivery ended so that its owner is to be told by another channel: it was given up, or was itself the word of a
 * failure, by a channel that proved unable to tell (an address not verified, a channel not set up on this server).
 */
export const isUntold = ({ event, status }: Pick<Delivery, "event" | "status">): boolean =>
  status === "failed" || (status === "skipped" && event === "delivery_failed")

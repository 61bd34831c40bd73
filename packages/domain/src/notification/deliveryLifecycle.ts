import { type EventOf, lifecycle, type StateOf } from "../lifecycle.ts"

/** `failed` and `skipped` are given up visibly; a person can put either back, once what was in the way is mended. */
export const deliveryLifecycle = lifecycle({
  pending: { deliver: "sent", giveUp: "failed", skip: "skipped" },
  sent: {},
  failed: { resend: "pending" },
  skipped: { resend: "pending" }
})

export type DeliveryStatus = StateOf<typeof deliveryLifecycle>
export type DeliveryEvent = EventOf<typeof deliveryLifecycle>

import { type EventOf, lifecycle, type StateOf } from "../lifecycle.ts"

/** `failed` and `skipped` are given up visibly; a person can put a failed one back. */
export const deliveryLifecycle = lifecycle({
  pending: { deliver: "sent", giveUp: "failed", skip: "skipped" },
  sent: {},
  failed: { resend: "pending" },
  skipped: {}
})

export type DeliveryStatus = StateOf<typeof deliveryLifecycle>
export type DeliveryEvent = EventOf<typeof deliveryLifecycle>

import * as Schema from "effect/Schema"
import { DigestId, UserId } from "../ids.ts"
import { Instant } from "../Instant.ts"
import { DeliveryStatusSchema } from "../notification/Delivery.ts"
import { ChannelKind } from "../ports/ChannelTarget.ts"

/**
 * What gathers for one message in place of many. Opened by the first delivery of its period, so that a period without
 * news has none. Its deliveries name it, and are told or given up with it.
 */
export const Digest = Schema.Struct({
  id: DigestId,
  userId: UserId,
  kind: ChannelKind,
  status: DeliveryStatusSchema,
  attempts: Schema.Int,
  /** When it may be sent (again). Null once it is over. */
  dueAt: Schema.NullOr(Instant),
  /** The claim that may write this row; 0 before the first. */
  fence: Schema.Int,
  lastError: Schema.NullOr(Schema.String),
  createdAt: Instant,
  completedAt: Schema.NullOr(Instant)
})
export type Digest = typeof Digest.Type

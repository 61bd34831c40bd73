import * as Schema from "effect/Schema"
import { TaskId, UserId } from "../ids.ts"
import { Instant } from "../Instant.ts"
import { ChannelKind } from "../ports/ChannelTarget.ts"

/** What a recipient has ended: messages of one task, or all of an account. Messages of other accounts are not touched. */
export const OptOut = Schema.Struct({
  userId: UserId,
  kind: ChannelKind,
  address: Schema.String,
  /** Null: everything this account sends to the address. */
  taskId: Schema.NullOr(TaskId),
  createdAt: Instant
})
export type OptOut = typeof OptOut.Type

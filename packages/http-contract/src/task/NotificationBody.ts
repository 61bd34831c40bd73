import { ChannelTarget } from "@vedette/domain"
import * as Schema from "effect/Schema"

/**
 * Where a task tells its owner: `{"type": "email", "address": …}`, `{"type": "webhook", "url": …, "method": …,
 * "headers": …}`. The other fields beside `type` are the channel's own affair; its adapter checks them.
 */
export const NotificationBody = Schema.StructWithRest(
  Schema.Struct({
    type: Schema.String,
    /** In answers alone, while the channel is off. A client may send back what it has read: it is ignored. */
    disabled_reason: Schema.optionalKey(Schema.NullOr(Schema.String))
  }),
  [ChannelTarget]
).annotate({ identifier: "NotificationConfig" })
export type NotificationBody = typeof NotificationBody.Type

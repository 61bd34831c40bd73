import { ChannelTarget } from "@vedette/domain"
import * as Schema from "effect/Schema"

/**
 * Where a task tells its owner: `{"type": "email", "address": …}`, `{"type": "webhook", "url": …, "method": …,
 * "headers": …}`. The fields beside `type` are the channel's own affair; its adapter checks them.
 */
export const NotificationBody = Schema.StructWithRest(Schema.Struct({ type: Schema.String }), [ChannelTarget])
  .annotate({ identifier: "NotificationConfig" })
export type NotificationBody = typeof NotificationBody.Type

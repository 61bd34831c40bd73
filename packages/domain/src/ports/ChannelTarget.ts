import * as Schema from "effect/Schema"

/** The name of a channel: `webhook`, `email`. A string, not a union: a new channel changes no domain type and no table. */
export const ChannelKind = Schema.String.pipe(Schema.brand("ChannelKind"))
export type ChannelKind = typeof ChannelKind.Type

/** A channel's settings as its own adapter checked them: opaque JSON to everybody else. */
export const ChannelTarget = Schema.Record(Schema.String, Schema.Json)
export type ChannelTarget = typeof ChannelTarget.Type

import { ChannelTarget, ChosenEvent } from "@vedette/domain"
import * as Schema from "effect/Schema"
import { boundedList } from "../field/boundedList.ts"
import { wireInstant } from "../field/wireInstant.ts"

/** Which events; none is a choice too. */
export const chosenEvents = boundedList(ChosenEvent, ChosenEvent.literals.length * 2)

/** A default channel of the account: where its owner is told of tasks without channels of their own. */
export const AccountChannelBody = Schema.Struct({
  type: Schema.String,
  enabled: Schema.Boolean,
  events: Schema.Array(ChosenEvent),
  /** The channel's own settings, as its adapter keeps them. */
  target: ChannelTarget,
  /** Null: the channel does not sign. Whole where it was just issued, and masked ever after. */
  secret: Schema.NullOr(Schema.String),
  /** Why the server switched it off, or null. Saving it again switches it on. */
  disabled_reason: Schema.NullOr(Schema.String),
  created_at: wireInstant,
  updated_at: wireInstant
}).annotate({ identifier: "AccountChannel" })
export type AccountChannelBody = typeof AccountChannelBody.Type

export const AccountChannelsBody = Schema.Struct({ channels: Schema.Array(AccountChannelBody) })
  .annotate({ identifier: "AccountChannels" })

/** `PUT`: what is left out stays as it is. */
export const AccountChannelInput = Schema.Struct({
  target: Schema.optionalKey(ChannelTarget),
  enabled: Schema.optionalKey(Schema.Boolean),
  events: Schema.optionalKey(chosenEvents),
  secret: Schema.optionalKey(Schema.NullOr(Schema.String))
}).annotate({ identifier: "AccountChannelChange" })

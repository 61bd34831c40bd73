import * as Effect from "effect/Effect"
import type { ChannelKind, ChannelTarget } from "../ports/ChannelTarget.ts"
import { Notifiers } from "../ports/Notifier.ts"
import { CodesUnavailable, InvalidAddress } from "./refusals.ts"

/** The channel whose recipients have to agree, and the target that was typed, in its normal form. */
export const consentingChannel = Effect.fn("consentingChannel")(function*(kind: ChannelKind, typed: ChannelTarget) {
  const notifier = (yield* Notifiers).get(kind)
  if (notifier?.consent === undefined) {
    return yield* new CodesUnavailable({ why: `Addresses cannot be verified here: the channel "${kind}" is not configured on this server` })
  }
  const target = yield* Effect.mapError(notifier.checkTarget(typed), ({ message }) => new InvalidAddress({ why: message }))
  return { consent: notifier.consent, target, address: notifier.address(target) }
})

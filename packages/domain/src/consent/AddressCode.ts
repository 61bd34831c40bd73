import * as Duration from "effect/Duration"
import * as Schema from "effect/Schema"
import { AddressCodeId, UserId } from "../ids.ts"
import { Instant } from "../Instant.ts"
import { ChannelKind } from "../ports/ChannelTarget.ts"

/** Long enough for a greylisted mail, short enough that a code in an old mailbox opens nothing. */
export const CODE_VALID_FOR = Duration.minutes(15)

/** One in 200,000 guesses right, per code. */
export const CODE_TRIES = 5

/** Codes an account may send within `CODE_SENDS_WITHIN`, to all addresses together: enough for typos, too few to pester a stranger. */
export const CODE_SENDS = 3
export const CODE_SENDS_WITHIN = Duration.hours(1)

/** A code sent to an address. Kept after it is used, because what was sent counts. */
export const AddressCode = Schema.Struct({
  id: AddressCodeId,
  userId: UserId,
  kind: ChannelKind,
  address: Schema.String,
  /** `Secrets.keyedDigest` of the code under its id. The code itself is stored nowhere. */
  digest: Schema.String,
  createdAt: Instant,
  expiresAt: Instant,
  /** Wrong guesses made. */
  tries: Schema.Int,
  /** When it was used, or replaced by a newer one for its address; null while it may be used. */
  closedAt: Schema.NullOr(Instant)
})
export type AddressCode = typeof AddressCode.Type

import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { UserId } from "../ids.ts"
import { AccountRepository } from "../ports/AccountRepository.ts"
import { ConsentRepository } from "../ports/ConsentRepository.ts"
import type { ChannelKind } from "../ports/ChannelTarget.ts"
import { sameAddress } from "./sameAddress.ts"

export interface TrustedAddresses {
  /** The account's own address, which whoever made the account vouched for; null: it has none. */
  readonly own: string | null
  /** Those that its user verified, the own one not repeated. */
  readonly verified: ReadonlyArray<string>
}

/** The addresses that an account may have messages sent to. */
export const trustedAddresses = Effect.fn("trustedAddresses")(function*(userId: UserId, kind: ChannelKind) {
  const accounts = yield* AccountRepository
  const consents = yield* ConsentRepository
  const own = Option.getOrNull(Option.map(yield* accounts.findUser(userId), ({ email }) => email))
  const verified = (yield* consents.verified(userId, kind)).map(({ address }) => address)
  const trusted: TrustedAddresses = {
    own,
    verified: verified.filter((address) => own === null || !sameAddress(address, own))
  }
  return trusted
})

export const isTrusted = ({ own, verified }: TrustedAddresses, address: string): boolean =>
  (own !== null && sameAddress(own, address)) || verified.some((other) => sameAddress(other, address))

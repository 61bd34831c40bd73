import * as Effect from "effect/Effect"
import type { UserId } from "../ids.ts"
import { ConsentRepository } from "../ports/ConsentRepository.ts"
import type { ChannelKind } from "../ports/ChannelTarget.ts"
import { OwnAddress } from "./refusals.ts"
import { sameAddress } from "./sameAddress.ts"
import { trustedAddresses } from "./trustedAddresses.ts"

/** Takes an address off the list: nothing more is sent there. One that is not on it is as good as taken off. */
export const removeVerifiedAddress = Effect.fn("removeVerifiedAddress")(function*(
  userId: UserId,
  kind: ChannelKind,
  address: string
) {
  const consents = yield* ConsentRepository
  const { own, verified } = yield* trustedAddresses(userId, kind)
  if (own !== null && sameAddress(own, address)) return yield* new OwnAddress()
  for (const stored of verified) {
    if (sameAddress(stored, address)) yield* consents.unverify(userId, kind, stored)
  }
})

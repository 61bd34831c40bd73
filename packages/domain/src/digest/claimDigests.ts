import * as Effect from "effect/Effect"
import { DELIVERY_LEASE } from "../notification/claimDeliveries.ts"
import { DigestRepository } from "../ports/DigestRepository.ts"
import type { ChannelKind } from "../ports/ChannelTarget.ts"

/** Claims up to `limit` digests of one channel that are due, longest due first; each is to be given to `tryDigest`. */
export const claimDigests = Effect.fn("claimDigests")(function*(options: {
  readonly kind: ChannelKind
  readonly limit: number
  readonly worker: string
}) {
  const digests = yield* DigestRepository
  return yield* digests.claim({ ...options, lease: DELIVERY_LEASE })
})

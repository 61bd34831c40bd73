import { type ChannelKind, claimDigests, DigestRepository, tryDigest } from "@vedette/domain"
import * as Effect from "effect/Effect"
import { startClaimLoop } from "./ClaimLoop.ts"
import { EngineOptions } from "./EngineOptions.ts"
import type { Stopping } from "./Stopping.ts"

/** Sends the digests of one channel when they are due, for the life of the scope, in places of their own. */
export const startDigestLoop = Effect.fn("startDigestLoop")(function*(kind: ChannelKind, stopping: Stopping) {
  const { worker } = yield* EngineOptions
  const digests = yield* DigestRepository
  // Nobody has to make it look: what gathers is never due at once.
  yield* Effect.asVoid(startClaimLoop({
    what: `Digests by ${kind}`,
    claim: (limit) => claimDigests({ kind, limit, worker }),
    attempt: tryDigest,
    untilNext: digests.untilNext(kind)
  }, stopping))
})

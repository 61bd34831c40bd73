import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { DELIVERY_LEASE } from "../notification/claimDeliveries.ts"
import { whileStorageIsAway } from "../notification/whileStorageIsAway.ts"
import { attemptDigest } from "./attemptDigest.ts"
import type { Digest } from "./Digest.ts"
import { recordDigest, recordDigestAsOwed } from "./recordDigest.ts"

/**
 * Tries a digest that was claimed just now, once, and records what came of it. From the answer of the target to the stored
 * outcome nothing interrupts but the pauses in which a storage that is away is waited for, until the lease ends.
 *
 * Never fails: its lease runs out, and it is tried again under the same id.
 */
export const tryDigest = (digest: Digest) =>
  Effect.uninterruptibleMask((restore) =>
    Effect.gen(function*() {
      const until = (yield* Clock.currentTimeMillis) + Duration.toMillis(DELIVERY_LEASE)
      const tried = yield* restore(attemptDigest(digest))
      const patience = { until, restore }
      const recorded = yield* Effect.catchIf(
        whileStorageIsAway(recordDigest(tried), patience),
        (error) => error.reason._tag === "Conflict",
        () => whileStorageIsAway(recordDigestAsOwed(tried), patience)
      )
      if (!recorded) yield* Effect.logInfo("A digest was taken over; this try is not recorded")
    })
  ).pipe(
    Effect.catchCause((cause) => Effect.logError("A digest could not be tried or recorded", cause)),
    Effect.annotateLogs({ digestId: digest.id })
  )

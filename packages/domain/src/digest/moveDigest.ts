import type * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import type { AccountChannel } from "../notification/AccountChannel.ts"
import { DigestRepository } from "../ports/DigestRepository.ts"
import { nextDigestAt } from "./nextDigestAt.ts"

/**
 * What has gathered by a channel is told by its settings as they are now: at their next time, and at once where it gathers no
 * longer. Inside the transaction that saves the settings.
 */
export const moveDigest = Effect.fn("moveDigest")(function*({ digest, enabled, kind, userId }: AccountChannel, now: DateTime.Utc) {
  const digests = yield* DigestRepository
  yield* digests.move(userId, kind, enabled && digest.frequency !== "none" ? nextDigestAt(digest, now) : now)
})

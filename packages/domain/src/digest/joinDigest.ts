import type * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { type DigestId, freshId } from "../ids.ts"
import type { AccountChannel } from "../notification/AccountChannel.ts"
import { DigestRepository } from "../ports/DigestRepository.ts"
import { nextDigestAt } from "./nextDigestAt.ts"

/**
 * The digest that gathers for a channel, opened where there is none; inside the transaction that owes what joins it, so
 * that it cannot be sent without what joined.
 */
export const joinDigest = Effect.fn("joinDigest")(function*(
  { digest: settings, kind, userId }: Pick<AccountChannel, "digest" | "kind" | "userId">,
  now: DateTime.Utc
) {
  const digests = yield* DigestRepository
  return yield* digests.open({
    id: yield* freshId<DigestId>(),
    userId,
    kind,
    status: "pending",
    attempts: 0,
    dueAt: nextDigestAt(settings, now),
    fence: 0,
    lastError: null,
    createdAt: now,
    completedAt: null
  })
})

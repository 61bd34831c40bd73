import * as Effect from "effect/Effect"
import type { UserId } from "../ids.ts"
import { AccountRepository } from "../ports/AccountRepository.ts"

/** A user's keys, newest first; revoked and expired ones too (the last 100, `KEPT_ENDED_KEYS`), so that their owner sees what became of them. */
export const listApiKeys = Effect.fn("listApiKeys")(function*(userId: UserId) {
  return yield* (yield* AccountRepository).listKeys(userId)
})

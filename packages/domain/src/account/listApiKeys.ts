import * as Effect from "effect/Effect"
import type { UserId } from "../ids.ts"
import { AccountRepository } from "../ports/AccountRepository.ts"

/** Every key of a user, newest first; revoked and expired ones too, so that their owner sees what became of them. */
export const listApiKeys = Effect.fn("listApiKeys")(function*(userId: UserId) {
  return yield* (yield* AccountRepository).listKeys(userId)
})

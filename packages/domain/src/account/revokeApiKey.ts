import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { ApiKeyId, UserId } from "../ids.ts"
import { AccountRepository } from "../ports/AccountRepository.ts"
import { ApiKeyNotFound } from "./apiKeyRefusals.ts"

/** Ends a key: no request that begins after this is let in with it. Revoking it again changes nothing. */
export const revokeApiKey = Effect.fn("revokeApiKey")(function*(userId: UserId, id: ApiKeyId) {
  const accounts = yield* AccountRepository
  const revoked = yield* accounts.revokeKey(userId, id, yield* DateTime.now)
  return yield* Option.match(revoked, { onNone: () => Effect.fail(new ApiKeyNotFound()), onSome: Effect.succeed })
})

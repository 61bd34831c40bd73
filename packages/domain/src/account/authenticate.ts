import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { AccountRepository } from "../ports/AccountRepository.ts"
import { Secrets } from "../ports/Secrets.ts"
import { prefixOf, sameDigest } from "./apiKeyForm.ts"
import type { Principal } from "./Principal.ts"
import { Unauthorized } from "./refusals.ts"

/** `last_used_at` tells days, not requests: once a minute is enough and keeps reads free of writes. */
const TOUCH_AT_MOST_EVERY = Duration.minutes(1)

/** Who an API key belongs to. Revoked, expired, unknown and a deactivated user's keys are all refused alike. */
export const authenticate = Effect.fn("authenticate")(function*(key: string) {
  const accounts = yield* AccountRepository
  const secrets = yield* Secrets
  const now = yield* DateTime.now
  const digest = yield* secrets.digest(key)
  const found = (yield* accounts.findKeys(prefixOf(key))).find((candidate) => sameDigest(candidate.digest, digest))
  const refused = new Unauthorized({ why: "Invalid API key" })
  if (found === undefined || found.revokedAt !== null) return yield* refused
  if (found.expiresAt !== null && DateTime.isLessThanOrEqualTo(found.expiresAt, now)) return yield* refused
  const user = yield* accounts.findUser(found.userId)
  if (Option.isNone(user) || !user.value.isActive) return yield* refused
  const stale = found.lastUsedAt === null ||
    Duration.isGreaterThan(DateTime.distance(found.lastUsedAt, now), TOUCH_AT_MOST_EVERY)
  if (stale) yield* accounts.touchKey(found.id, now)
  const principal: Principal = { userId: found.userId, scopes: found.scopes, credential: `key:${found.id}`, firstSeen: false }
  return principal
})

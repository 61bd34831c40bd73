import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { type ApiKeyId, freshId } from "../ids.ts"
import { AccountRepository } from "../ports/AccountRepository.ts"
import { Secrets } from "../ports/Secrets.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { FIRST_USER_ID } from "./ensureFirstUser.ts"
import { ExpiryInThePast, TooManyApiKeys } from "./apiKeyRefusals.ts"
import { generateApiKey, prefixOf } from "./apiKeyForm.ts"
import { holdsScope, type Principal } from "./Principal.ts"
import { ScopeMissing } from "./refusals.ts"
import type { ApiKey, ApiKeyScope } from "./User.ts"

/** Keys of a user that open something. Far more than anybody has programs, and few enough to be looked through for one that leaked. */
export const MAX_API_KEYS = 100

/** Keys of a user that open nothing any more and are still listed, so that their owner sees what became of them: the newest. */
export const KEPT_ENDED_KEYS = 100

export interface NewApiKey {
  readonly name: string
  /** Default: those of `read` and `write` that the caller has. */
  readonly scopes?: ReadonlyArray<ApiKeyScope>
  /** Null: never. */
  readonly expiresAt: DateTime.Utc | null
}

/** `key` is told now and never again: only its digest is stored. */
export interface CreatedApiKey {
  readonly key: string
  readonly info: ApiKey
}

const usual: ReadonlyArray<ApiKeyScope> = ["read", "write"]

const opens = (key: ApiKey, now: DateTime.Utc): boolean =>
  key.revokedAt === null && (key.expiresAt === null || DateTime.isGreaterThan(key.expiresAt, now))

/** The settings name a key of the first user. Were it forgotten that it was revoked, the next start would let it in again. */
const mayBeForgotten = (key: ApiKey): boolean => key.userId !== FIRST_USER_ID || !key.scopes.includes("admin")

/** A further key for the caller, up to `MAX_API_KEYS`. It can do nothing that the caller could not: a key that leaked must not breed a better one. */
export const createApiKey = Effect.fn("createApiKey")(function*(principal: Principal, wanted: NewApiKey) {
  const accounts = yield* AccountRepository
  const secrets = yield* Secrets
  const now = yield* DateTime.now
  const scopes = [...new Set(wanted.scopes ?? usual.filter((scope) => holdsScope(principal, scope)))]
  const beyond = scopes.find((scope) => !holdsScope(principal, scope))
  if (beyond !== undefined) return yield* new ScopeMissing({ scope: beyond })
  if (wanted.expiresAt !== null && DateTime.isLessThanOrEqualTo(wanted.expiresAt, now)) return yield* new ExpiryInThePast()
  const key = yield* generateApiKey
  const info: ApiKey = {
    id: yield* freshId<ApiKeyId>(),
    userId: principal.userId,
    name: wanted.name.trim(),
    prefix: prefixOf(key),
    digest: yield* secrets.digest(key),
    scopes,
    createdAt: now,
    expiresAt: wanted.expiresAt,
    revokedAt: null,
    lastUsedAt: null
  }
  yield* (yield* UnitOfWork).transact(Effect.gen(function*() {
    const stored = yield* accounts.lockKeys(principal.userId)
    if (stored.filter((one) => opens(one, now)).length >= MAX_API_KEYS) return yield* new TooManyApiKeys({ limit: MAX_API_KEYS })
    const ended = stored.filter((one) => !opens(one, now) && mayBeForgotten(one)).slice(KEPT_ENDED_KEYS)
    yield* accounts.deleteKeys(principal.userId, ended.map(({ id }) => id))
    yield* accounts.insertKey(info)
  }))
  const created: CreatedApiKey = { key, info }
  return created
})

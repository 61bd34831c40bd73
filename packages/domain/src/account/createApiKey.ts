import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { type ApiKeyId, freshId } from "../ids.ts"
import { AccountRepository } from "../ports/AccountRepository.ts"
import { Secrets } from "../ports/Secrets.ts"
import { ExpiryInThePast } from "./apiKeyRefusals.ts"
import { generateApiKey, prefixOf } from "./apiKeyForm.ts"
import { holdsScope, type Principal } from "./Principal.ts"
import { ScopeMissing } from "./refusals.ts"
import type { ApiKey, ApiKeyScope } from "./User.ts"

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

/** A further key for the caller. It can do nothing that the caller could not: a key that leaked must not breed a better one. */
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
  yield* accounts.insertKey(info)
  const created: CreatedApiKey = { key, info }
  return created
})

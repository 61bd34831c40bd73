import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type ApiKeyId, freshId, UserId } from "../ids.ts"
import { AccountRepository } from "../ports/AccountRepository.ts"
import { Secrets } from "../ports/Secrets.ts"
import type { StorageError } from "../ports/StorageError.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { prefixOf, sameDigest } from "./apiKeyForm.ts"
import type { User } from "./User.ts"

/**
 * The first user of every installation, and the only one of a local one. The id is fixed, so that two servers that
 * start at once on an empty database cannot make two first users.
 */
export const FIRST_USER_ID = UserId.make("00000000-0000-0000-0000-000000000001")

/**
 * Makes sure that there is a first user and that `key` opens the door to it. A key the database knows already is left
 * as it is: one that was revoked stays revoked. An address that is set after the first start takes effect; one that is set no
 * more stays, because mail may go there.
 */
export const ensureFirstUser = Effect.fn("ensureFirstUser")(function*(options: {
  readonly email: string | null
  readonly key: string
}) {
  const accounts = yield* AccountRepository
  const secrets = yield* Secrets
  const unitOfWork = yield* UnitOfWork
  const now = yield* DateTime.now
  const user: User = {
    id: FIRST_USER_ID,
    email: options.email,
    isActive: true,
    createdAt: now,
    issuer: null,
    subject: null,
    welcomedAt: null
  }
  const alreadyThere = <A, R>(effect: Effect.Effect<A, StorageError, R>) =>
    effect.pipe(Effect.catchIf((error) => error.reason._tag === "Conflict", () => Effect.void))
  const existing = Option.getOrNull(yield* accounts.findUser(FIRST_USER_ID))
  if (existing === null) yield* alreadyThere(accounts.insertUser(user))
  else if (options.email !== null && options.email !== existing.email) {
    yield* accounts.saveUser({ ...existing, email: options.email })
  }
  const digest = yield* secrets.digest(options.key)
  const known = (yield* accounts.findKeys(prefixOf(options.key))).some((key) => sameDigest(key.digest, digest))
  if (known) return
  yield* alreadyThere(unitOfWork.transact(accounts.insertKey({
    id: yield* freshId<ApiKeyId>(),
    userId: FIRST_USER_ID,
    name: "first key",
    prefix: prefixOf(options.key),
    digest,
    scopes: ["read", "write", "admin"],
    createdAt: now,
    expiresAt: null,
    revokedAt: null,
    lastUsedAt: null
  })))
})

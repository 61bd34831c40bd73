import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { ApiKey, Identity, User } from "../account/User.ts"
import type { ApiKeyId, UserId } from "../ids.ts"
import type { StorageError } from "./StorageError.ts"

/**
 * Users and their keys.
 *
 * Laws
 * - `insertUser` of a second user with the same identity fails with `Conflict` (`user_identity`).
 * - `saveUser` writes all but `id`, `createdAt` and the identity. False: there is no such user, and nothing is written.
 * - A key's digest is unique.
 * - `findKeys` answers every key with the prefix, revoked and expired ones included: saying why a key is refused is the
 *   domain's business.
 * - `listKeys` answers a user's keys, revoked and expired ones included, newest first (by id, descending).
 * - `lockKeys` answers as `listKeys`; of many who ask at once for one user, the next only when the transaction of the one
 *   before has ended.
 * - `deleteKeys` deletes these of the user, and nobody else's.
 * - `revokeKey` answers the key as it is stored now, or none where the user has no such key. The first time stands.
 * - `touchKey` remembers the latest use: two uses may arrive in any order.
 */
export class AccountRepository extends Context.Service<AccountRepository, {
  readonly insertUser: (user: User) => Effect.Effect<void, StorageError>
  readonly findUser: (id: UserId) => Effect.Effect<Option.Option<User>, StorageError>
  readonly findIdentity: (identity: Identity) => Effect.Effect<Option.Option<User>, StorageError>
  readonly saveUser: (user: User) => Effect.Effect<boolean, StorageError>
  readonly insertKey: (key: ApiKey) => Effect.Effect<void, StorageError>
  readonly findKeys: (prefix: string) => Effect.Effect<ReadonlyArray<ApiKey>, StorageError>
  readonly listKeys: (userId: UserId) => Effect.Effect<ReadonlyArray<ApiKey>, StorageError>
  readonly lockKeys: (userId: UserId) => Effect.Effect<ReadonlyArray<ApiKey>, StorageError>
  readonly deleteKeys: (userId: UserId, ids: ReadonlyArray<ApiKeyId>) => Effect.Effect<void, StorageError>
  readonly revokeKey: (userId: UserId, id: ApiKeyId, at: DateTime.Utc) => Effect.Effect<
    Option.Option<ApiKey>,
    StorageError
  >
  readonly touchKey: (id: ApiKeyId, usedAt: DateTime.Utc) => Effect.Effect<void, StorageError>
}>()("@vedette/domain/ports/AccountRepository") {}

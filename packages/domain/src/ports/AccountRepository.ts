import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { ApiKey, User } from "../account/User.ts"
import type { ApiKeyId, UserId } from "../ids.ts"
import type { StorageError } from "./StorageError.ts"

/**
 * Users and their keys.
 *
 * Laws
 * - A key's digest is unique.
 * - `findKeys` answers every key with the prefix, revoked and expired ones included: saying why a key is refused is the
 *   domain's business.
 */
export class AccountRepository extends Context.Service<AccountRepository, {
  readonly insertUser: (user: User) => Effect.Effect<void, StorageError>
  readonly findUser: (id: UserId) => Effect.Effect<Option.Option<User>, StorageError>
  readonly insertKey: (key: ApiKey) => Effect.Effect<void, StorageError>
  readonly findKeys: (prefix: string) => Effect.Effect<ReadonlyArray<ApiKey>, StorageError>
  readonly touchKey: (id: ApiKeyId, usedAt: DateTime.Utc) => Effect.Effect<void, StorageError>
}>()("@vedette/domain/ports/AccountRepository") {}

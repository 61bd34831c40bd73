import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { FeedToken } from "../account/FeedToken.ts"
import type { FeedTokenId, UserId } from "../ids.ts"
import type { StorageError } from "./StorageError.ts"

/**
 * The tokens of users' own feeds.
 *
 * Laws
 * - What is inserted is found by its digest, until it is deleted.
 * - `list` is newest first (by id, descending) and never another owner's; `delete` deletes nobody else's.
 * - `lockCount`, of many who ask at once to add one, answers the next only when the transaction of the one before has ended.
 */
export class FeedTokenRepository extends Context.Service<FeedTokenRepository, {
  readonly insert: (token: FeedToken) => Effect.Effect<void, StorageError>
  readonly findByDigest: (digest: string) => Effect.Effect<Option.Option<FeedToken>, StorageError>
  readonly list: (userId: UserId) => Effect.Effect<ReadonlyArray<FeedToken>, StorageError>
  /** How many tokens a user has. Until the transaction ends nobody else gets this answer for the same user. */
  readonly lockCount: (userId: UserId) => Effect.Effect<number, StorageError>
  /** False: this user has no such token. */
  readonly delete: (userId: UserId, id: FeedTokenId) => Effect.Effect<boolean, StorageError>
}>()("@vedette/domain/ports/FeedTokenRepository") {}

import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { SecureRandom } from "effect/crypto"

/** Any UUID, as the API and PostgreSQL's type accept it: ours are v7, the first user's fixed one has no version at all. */
const uuid = Schema.String.check(Schema.isGUID())

export const UserId = uuid.pipe(Schema.brand("UserId"))
export type UserId = typeof UserId.Type
export const ApiKeyId = uuid.pipe(Schema.brand("ApiKeyId"))
export type ApiKeyId = typeof ApiKeyId.Type
export const TaskId = uuid.pipe(Schema.brand("TaskId"))
export type TaskId = typeof TaskId.Type
export const ExecutionId = uuid.pipe(Schema.brand("ExecutionId"))
export type ExecutionId = typeof ExecutionId.Type
export const NotificationId = uuid.pipe(Schema.brand("NotificationId"))
export type NotificationId = typeof NotificationId.Type
export const DeliveryId = uuid.pipe(Schema.brand("DeliveryId"))
export type DeliveryId = typeof DeliveryId.Type
export const FeedTokenId = uuid.pipe(Schema.brand("FeedTokenId"))
export type FeedTokenId = typeof FeedTokenId.Type
export const AddressCodeId = uuid.pipe(Schema.brand("AddressCodeId"))
export type AddressCodeId = typeof AddressCodeId.Type
export const DigestId = uuid.pipe(Schema.brand("DigestId"))
export type DigestId = typeof DigestId.Type

/** A fresh UUIDv7, `yield* freshId<TaskId>()`. Ids sort by creation, so "newest first" is a walk of the primary key. */
export const freshId = <Id extends string>() =>
  SecureRandom.SecureRandom.use((random) => random.uuidV7()) as unknown as Effect.Effect<
    Id,
    never,
    SecureRandom.SecureRandom
  >

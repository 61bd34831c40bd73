import * as Schema from "effect/Schema"

/** The storage cannot be reached. */
export class ConnectionLost extends Schema.TaggedError<ConnectionLost>()("ConnectionLost", { message: Schema.String }) {
  readonly isRetryable = true
}
/** Deadlock or serialisation failure: the same transaction may succeed when run again. */
export class Contention extends Schema.TaggedError<Contention>()("Contention", { message: Schema.String }) {
  readonly isRetryable = true
}
/** A uniqueness rule refused the write. `rule` is its name, the same in every adapter. */
export class Conflict extends Schema.TaggedError<Conflict>()("Conflict", {
  message: Schema.String,
  rule: Schema.Literals(["one_open_execution", "external_id", "api_key_digest", "user_identity", "duplicate_id", "other"])
}) {
  readonly isRetryable = false
}
/** The row was written by somebody else since it was read. */
export class StaleVersion extends Schema.TaggedError<StaleVersion>()("StaleVersion", { message: Schema.String }) {
  readonly isRetryable = false
}
/** A stored row does not decode: it was written by other code or by hand. */
export class CorruptRow extends Schema.TaggedError<CorruptRow>()("CorruptRow", { message: Schema.String }) {
  readonly isRetryable = false
}
/** Any other failure of the storage. */
export class StorageFailed extends Schema.TaggedError<StorageFailed>()("StorageFailed", { message: Schema.String }) {
  readonly isRetryable = false
}

export const StorageReason = Schema.Union([
  ConnectionLost,
  Contention,
  Conflict,
  StaleVersion,
  CorruptRow,
  StorageFailed
])
export type StorageReason = typeof StorageReason.Type

/** The storage did not do what it was asked. A transaction that fails with it has written nothing. */
export class StorageError extends Schema.TaggedError<StorageError>()("StorageError", { reason: StorageReason }) {
  override get message(): string {
    return this.reason.message
  }
  get isRetryable(): boolean {
    return this.reason.isRetryable
  }
}

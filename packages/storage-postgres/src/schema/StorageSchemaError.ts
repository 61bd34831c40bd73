import * as Schema from "effect/Schema"

/** The database has not had all migrations of this version. */
export class NotMigrated extends Schema.TaggedError<NotMigrated>()("NotMigrated", {
  message: Schema.String,
  missing: Schema.Array(Schema.String)
}) {}
/** A newer version has changed the schema in a way that this version would break on. */
export class SchemaTooNew extends Schema.TaggedError<SchemaTooNew>()("SchemaTooNew", {
  message: Schema.String,
  unknown: Schema.Array(Schema.String)
}) {}
/** A migration that was applied differs from the one of the same name here. */
export class MigrationAltered extends Schema.TaggedError<MigrationAltered>()("MigrationAltered", {
  message: Schema.String,
  names: Schema.Array(Schema.String)
}) {}
/** The server is older than the oldest one this is tested with. */
export class ServerTooOld extends Schema.TaggedError<ServerTooOld>()("ServerTooOld", { message: Schema.String }) {}
/** A name that cannot be a schema's. */
export class InvalidSchemaName
  extends Schema.TaggedError<InvalidSchemaName>()("InvalidSchemaName", { message: Schema.String })
{}
/** The database could not be reached, or refused. */
export class DatabaseRefused
  extends Schema.TaggedError<DatabaseRefused>()("DatabaseRefused", { message: Schema.String })
{}

export const StorageSchemaReason = Schema.Union([
  NotMigrated,
  SchemaTooNew,
  MigrationAltered,
  ServerTooOld,
  InvalidSchemaName,
  DatabaseRefused
])
export type StorageSchemaReason = typeof StorageSchemaReason.Type

/** The database is not one that this version can work on. Every message says what to do about it. */
export class StorageSchemaError
  extends Schema.TaggedError<StorageSchemaError>()("StorageSchemaError", { reason: StorageSchemaReason })
{
  override get message(): string {
    return this.reason.message
  }
}

import * as Result from "effect/Result"
import { type AppliedMigration, checksumOf, type Migration } from "./Migration.ts"
import { MigrationAltered, SchemaTooNew, StorageSchemaError } from "./StorageSchemaError.ts"

export interface MigrationPlan {
  readonly pending: ReadonlyArray<Migration>
  /** Applied by a newer version, and harmless to this one. */
  readonly unknown: ReadonlyArray<string>
}

/**
 * What is left to apply, by the difference of the two sets.
 *
 * Not by a high-water mark: after 1 and 3 were applied by one branch, a mark of 3 would skip the 2 of another for ever,
 * and no test would see it, because a fresh database has all three.
 */
export const planMigrations = (
  files: ReadonlyArray<Migration>,
  applied: ReadonlyArray<AppliedMigration>
): Result.Result<MigrationPlan, StorageSchemaError> => {
  const known = new Map(files.map((file) => [file.name, file]))
  const done = new Set(applied.map((row) => row.name))
  const altered = applied.filter((row) => {
    const file = known.get(row.name)
    return file !== undefined && checksumOf(file) !== row.checksum
  })
  if (altered.length > 0) {
    const names = altered.map((row) => row.name)
    return Result.fail(
      new StorageSchemaError({
        reason: new MigrationAltered({
          message: `Already applied and since altered: ${names.join(", ")}. Restore the file; change the schema by a new migration.`,
          names
        })
      })
    )
  }
  const unknown = applied.filter((row) => !known.has(row.name))
  const breaking = unknown.filter((row) => row.breaking).map((row) => row.name)
  if (breaking.length > 0) {
    return Result.fail(
      new StorageSchemaError({
        reason: new SchemaTooNew({
          message: `The database was changed by a newer version (${breaking.join(", ")}) that this one cannot work with. Deploy that version.`,
          unknown: breaking
        })
      })
    )
  }
  return Result.succeed({
    pending: files.filter((file) => !done.has(file.name)),
    unknown: unknown.map((row) => row.name)
  })
}

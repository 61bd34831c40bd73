import { createHash } from "node:crypto"

/** One step of the schema. Once released it never changes: its checksum is recorded with it. */
export interface Migration {
  /** `0001_tables`: the name of its file, and its place in the order. */
  readonly name: string
  /** Whether code that does not know this migration must no longer run. */
  readonly breaking: boolean
  readonly sql: (schema: string) => string
}

/** Of the text for a fixed schema name, so that it does not depend on where the tables were put. */
export const checksumOf = (migration: Migration): string =>
  createHash("sha256").update(migration.sql("vedette")).digest("hex")

/** A migration as the database remembers it. */
export interface AppliedMigration {
  readonly name: string
  readonly checksum: string
  readonly breaking: boolean
}

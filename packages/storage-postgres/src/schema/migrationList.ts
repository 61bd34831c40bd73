import { tables } from "../migrations/0001_tables.ts"
import type { Migration } from "./Migration.ts"

/** All migrations, in order. Append only. */
export const migrationList: ReadonlyArray<Migration> = [tables]

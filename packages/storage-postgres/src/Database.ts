import type { PgClient } from "@effect/sql-pg/PgClient"
import * as Context from "effect/Context"
import type { Fragment, Identifier } from "effect/sql/Statement"
import { storableJson } from "./storableJson.ts"

/** What every statement needs: the client, and the names of the tables in the schema they were put into. */
export class Database extends Context.Service<Database, {
  readonly sql: PgClient
  readonly schema: string
  /** `"vedette"."tasks"`: qualified by name and not by `search_path`, which a pooling proxy does not keep. */
  readonly table: (name: TableName) => Identifier
  /** Text that is part of a statement: generated column lists, never a value. */
  readonly text: (sql: string) => Fragment
  /** A `jsonb` parameter. */
  readonly json: (value: unknown) => Fragment
}>()("@vedette/storage-postgres/Database") {}

export type TableName =
  | "users"
  | "api_keys"
  | "account_channels"
  | "address_codes"
  | "verified_addresses"
  | "opt_outs"
  | "digests"
  | "message_templates"
  | "tasks"
  | "executions"
  | "attempts"
  | "notifications"
  | "deliveries"
  | "delivery_attempts"
  | "feed_tokens"
  | "installation"
  | "budget_windows"
  | "budget_reservations"
  | "page_texts"
  | "page_reads"
  | "rate_limits"
  | "idempotency_keys"
  | "task_subscribers"
  | "task_views"
  | "duties"

export const databaseOf = (sql: PgClient, schema: string): Database["Service"] => ({
  sql,
  schema,
  table: (name) => sql(`${schema}.${name}`),
  text: (text) => sql.literal(text),
  json: (value) => sql.json(storableJson(value))
})

import type { Migration } from "../schema/Migration.ts"

/**
 * What is spent on models and searches: what each window has counted, and what is reserved by runs under way. Logged, unlike the counts
 * of requests: money that was spent stays spent when the database crashes.
 */
export const budgets: Migration = {
  name: "0015_budgets",
  breaking: false,
  sql: (schema) => `
CREATE TABLE ${schema}.budget_windows (
  key text PRIMARY KEY,
  ends_at timestamptz NOT NULL,
  tokens bigint NOT NULL,
  micro_usd bigint NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE ${schema}.budget_reservations (
  execution_id uuid NOT NULL,
  fence bigint NOT NULL,
  windows text[] NOT NULL,
  tokens bigint NOT NULL,
  micro_usd bigint NOT NULL,
  ends_at timestamptz NOT NULL,
  PRIMARY KEY (execution_id, fence)
);
`
}

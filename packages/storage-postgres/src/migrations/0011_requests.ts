import type { Migration } from "../schema/Migration.ts"

/**
 * What is known of requests: how many came, and how repeatable ones were answered.
 *
 * Counting is unlogged: it writes with every request, and after a crash of the database counting from nothing harms nobody.
 */
export const requests: Migration = {
  name: "0011_requests",
  breaking: false,
  sql: (schema) => `
CREATE UNLOGGED TABLE ${schema}.rate_limits (
  key text PRIMARY KEY,
  hits integer NOT NULL,
  ends_at timestamptz NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE ${schema}.idempotency_keys (
  user_id uuid NOT NULL,
  key text NOT NULL,
  fingerprint text NOT NULL,
  token uuid NOT NULL,
  held_until timestamptz NOT NULL,
  forget_at timestamptz NOT NULL,
  answer jsonb,
  PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_keys_forget ON ${schema}.idempotency_keys (forget_at);
`
}

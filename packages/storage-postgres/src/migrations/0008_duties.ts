import type { Migration } from "../schema/Migration.ts"

/**
 * Recurring duties, one row each: when it is due, and who is at it. And what the first of them that deletes looks for:
 * executions that ended long ago and told nobody.
 */
export const duties: Migration = {
  name: "0008_duties",
  breaking: false,
  sql: (schema) => `
CREATE TABLE ${schema}.duties (
  name text PRIMARY KEY,
  due_at timestamptz NOT NULL,
  fence integer NOT NULL DEFAULT 0,
  lease_until timestamptz,
  lease_owner text
);

CREATE INDEX executions_untold ON ${schema}.executions (completed_at)
  WHERE completed_at IS NOT NULL AND notification IS NULL;
`
}

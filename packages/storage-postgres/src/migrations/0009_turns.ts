import type { Migration } from "../schema/Migration.ts"

/**
 * The session of the worker that holds a lease, by which its death is known before the lease runs out; null where only
 * the lease tells. And the row by which the workers take turns at dealing out a backlog fairly (`dealTurns`).
 */
export const turns: Migration = {
  name: "0009_turns",
  breaking: false,
  sql: (schema) => `
ALTER TABLE ${schema}.tasks ADD COLUMN lease_session integer;
INSERT INTO ${schema}.duties (name, due_at) VALUES ('fair_turns', now()) ON CONFLICT DO NOTHING;
`
}

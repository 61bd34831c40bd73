import type { Migration } from "../schema/Migration.ts"

/**
 * Indexes for what is read by channel and written in batches.
 *
 * An execution has at most one attempt in progress. Rows that say otherwise (a worker died between two writes of an
 * earlier version) are closed first: all but the last try of each execution are over, whatever they say.
 *
 * A task's health says since when it has been failing; tasks stored before cannot be read without the field.
 */
export const batches: Migration = {
  name: "0002_batches",
  breaking: false,
  sql: (schema) => `
CREATE INDEX deliveries_kind_due ON ${schema}.deliveries (kind, due_at) WHERE status = 'pending';
CREATE INDEX deliveries_kind_leased ON ${schema}.deliveries (kind, lease_until)
  WHERE status = 'pending' AND lease_until IS NOT NULL;
DROP INDEX ${schema}.deliveries_due;

UPDATE ${schema}.attempts a SET outcome = 'lost', ended_at = now()
WHERE a.outcome = 'running'
  AND EXISTS (SELECT FROM ${schema}.attempts b WHERE b.execution_id = a.execution_id AND b.n > a.n);
CREATE UNIQUE INDEX attempts_one_running ON ${schema}.attempts (execution_id) WHERE outcome = 'running';

UPDATE ${schema}.tasks SET health = health || '{"failingSince": null}' WHERE NOT health ? 'failingSince';
`
}

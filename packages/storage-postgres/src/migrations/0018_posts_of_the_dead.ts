import type { Migration } from "../schema/Migration.ts"

/**
 * The session of the worker that holds the lease of a delivery or a digest, as tasks have had it since 0009; and indexes for what is
 * looked up of digests: those under a lease, and those that are over, to be pruned.
 */
export const postsOfTheDead: Migration = {
  name: "0018_posts_of_the_dead",
  breaking: false,
  sql: (schema) => `
ALTER TABLE ${schema}.deliveries ADD COLUMN lease_session integer;
ALTER TABLE ${schema}.digests ADD COLUMN lease_session integer;
CREATE INDEX digests_leased ON ${schema}.digests (kind, lease_until) WHERE status = 'pending' AND lease_until IS NOT NULL;
CREATE INDEX digests_completed ON ${schema}.digests (completed_at) WHERE completed_at IS NOT NULL;
`
}

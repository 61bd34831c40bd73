import type { Migration } from "../schema/Migration.ts"

/** Users who sign in elsewhere, and the keys of one user, newest first. */
export const identities: Migration = {
  name: "0005_identities",
  breaking: false,
  sql: (schema) => `
ALTER TABLE ${schema}.users
  ADD COLUMN issuer text,
  ADD COLUMN subject text,
  ADD COLUMN welcomed_at timestamptz;
CREATE UNIQUE INDEX users_identity ON ${schema}.users (issuer, subject) WHERE subject IS NOT NULL;
CREATE INDEX api_keys_user ON ${schema}.api_keys (user_id, id DESC);
`
}

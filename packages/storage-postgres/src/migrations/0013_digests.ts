import type { Migration } from "../schema/Migration.ts"

/**
 * Messages that gather for one. At most one gathers per user and kind; what gathers names it, is never claimed by itself,
 * and may be due with it.
 */
export const digests: Migration = {
  name: "0013_digests",
  breaking: false,
  sql: (schema) => `
CREATE TABLE ${schema}.digests (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL,
  kind text NOT NULL,
  status text NOT NULL CONSTRAINT digests_status CHECK (status IN ('pending', 'sent', 'failed', 'skipped')),
  attempts integer NOT NULL,
  due_at timestamptz,
  fence integer NOT NULL,
  last_error text,
  created_at timestamptz NOT NULL,
  completed_at timestamptz,
  lease_until timestamptz,
  lease_owner text
);
CREATE UNIQUE INDEX digests_one_pending ON ${schema}.digests (user_id, kind) WHERE status = 'pending';
CREATE INDEX digests_due ON ${schema}.digests (kind, due_at) WHERE status = 'pending';

ALTER TABLE ${schema}.deliveries ADD COLUMN digest_id uuid;
CREATE INDEX deliveries_digest ON ${schema}.deliveries (digest_id) WHERE digest_id IS NOT NULL;
`
}

import type { Migration } from "../schema/Migration.ts"

/**
 * Who agreed to be written to, and who no longer does. An opt-out names its task without a foreign key: a recipient's
 * wish outlives the task. One per scope, the whole account (a null) included, which PostgreSQL 15 can say.
 */
export const consent: Migration = {
  name: "0010_consent",
  breaking: false,
  sql: (schema) => `
CREATE TABLE ${schema}.address_codes (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL,
  kind text NOT NULL,
  address text NOT NULL,
  digest text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  tries integer NOT NULL,
  closed_at timestamptz
);
CREATE INDEX address_codes_user ON ${schema}.address_codes (user_id, id DESC);

CREATE TABLE ${schema}.verified_addresses (
  user_id uuid NOT NULL,
  kind text NOT NULL,
  address text NOT NULL,
  verified_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, kind, address)
);

CREATE TABLE ${schema}.opt_outs (
  user_id uuid NOT NULL,
  kind text NOT NULL,
  address text NOT NULL,
  task_id uuid,
  created_at timestamptz NOT NULL,
  CONSTRAINT opt_outs_once UNIQUE NULLS NOT DISTINCT (user_id, kind, address, task_id)
);
`
}

import type { Migration } from "../schema/Migration.ts"

/**
 * Default channels of accounts, and what a delivery needs to go by one, to be put back by hand, and to be told of when
 * it failed. The old rule that an event is told once per execution holds for all but the failures, which are told once
 * per delivery; PostgreSQL 15 can say so of a column with nulls.
 */
export const accountChannels: Migration = {
  name: "0007_account_channels",
  breaking: false,
  sql: (schema) => `
CREATE TABLE ${schema}.account_channels (
  user_id uuid NOT NULL,
  kind text NOT NULL,
  target jsonb NOT NULL,
  enabled boolean NOT NULL,
  events text[] NOT NULL,
  secrets jsonb NOT NULL,
  disabled_reason text,
  digest jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, kind)
);

ALTER TABLE ${schema}.deliveries
  ADD COLUMN channel_of text NOT NULL DEFAULT 'task',
  ADD COLUMN attempts_before integer NOT NULL DEFAULT 0;

ALTER TABLE ${schema}.notifications
  ADD COLUMN about uuid,
  DROP CONSTRAINT notifications_once,
  ADD CONSTRAINT notifications_once UNIQUE NULLS NOT DISTINCT (execution_id, event, about);
`
}

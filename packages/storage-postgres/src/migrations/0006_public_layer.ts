import type { Migration } from "../schema/Migration.ts"

/**
 * Who has been counted as a reader or a forker of a task, the tokens of users' own feeds, and the walks of the public
 * lists. `task_views` holds the readers of the present day: a day's first view deletes those of earlier ones.
 */
export const publicLayer: Migration = {
  name: "0006_public_layer",
  breaking: false,
  sql: (schema) => `
CREATE TABLE ${schema}.task_views (
  task_id uuid NOT NULL REFERENCES ${schema}.tasks (id) ON DELETE CASCADE,
  day date NOT NULL,
  reader text NOT NULL,
  PRIMARY KEY (task_id, day, reader)
);

CREATE TABLE ${schema}.task_subscribers (
  task_id uuid NOT NULL REFERENCES ${schema}.tasks (id) ON DELETE CASCADE,
  user_id uuid NOT NULL,
  PRIMARY KEY (task_id, user_id)
);

CREATE TABLE ${schema}.feed_tokens (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL,
  name text NOT NULL,
  digest text NOT NULL CONSTRAINT feed_tokens_digest UNIQUE,
  created_at timestamptz NOT NULL
);
CREATE INDEX feed_tokens_user ON ${schema}.feed_tokens (user_id, id DESC);

CREATE INDEX tasks_public ON ${schema}.tasks (id DESC) WHERE is_public;
CREATE INDEX tasks_popular ON ${schema}.tasks (view_count DESC, id DESC) WHERE is_public;
CREATE INDEX executions_told ON ${schema}.executions (id DESC) WHERE notification IS NOT NULL;
CREATE INDEX executions_told_user ON ${schema}.executions (user_id, id DESC) WHERE notification IS NOT NULL;
`
}

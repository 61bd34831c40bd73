import type { Migration } from "../schema/Migration.ts"

/**
 * The first tables. `last_execution_id` and `forked_from_task_id` point without a foreign key: they are marks of what
 * was, and must outlive it.
 */
export const tables: Migration = {
  name: "0001_tables",
  breaking: false,
  sql: (schema) => `
CREATE TABLE ${schema}.users (
  id uuid PRIMARY KEY,
  email text,
  is_active boolean NOT NULL,
  created_at timestamptz NOT NULL
);

CREATE TABLE ${schema}.api_keys (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL,
  name text NOT NULL,
  prefix text NOT NULL,
  digest text NOT NULL CONSTRAINT api_keys_digest UNIQUE,
  scopes text[] NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);
CREATE INDEX api_keys_prefix ON ${schema}.api_keys (prefix);

CREATE TABLE ${schema}.tasks (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL,
  name text NOT NULL,
  search_query text NOT NULL,
  condition_description text NOT NULL,
  condition text,
  sources text[] NOT NULL,
  notify text NOT NULL,
  cadence jsonb NOT NULL,
  channels jsonb NOT NULL,
  context jsonb,
  external_id text,
  tags text[] NOT NULL,
  state text NOT NULL CONSTRAINT tasks_state CHECK (state IN ('active', 'paused', 'completed')),
  state_changed_at timestamptz NOT NULL,
  due_reason text,
  last_interval integer,
  known jsonb NOT NULL,
  health jsonb NOT NULL,
  last_execution_id uuid,
  is_public boolean NOT NULL,
  view_count integer NOT NULL,
  subscriber_count integer NOT NULL,
  forked_from_task_id uuid,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  -- The queue's own columns: the intent (due_at, generation), the permit (fence, lease) and who carries the wake-up.
  due_at timestamptz,
  generation integer NOT NULL DEFAULT 0,
  fence integer NOT NULL DEFAULT 0,
  lease_until timestamptz,
  lease_owner text,
  carrier uuid
);
CREATE UNIQUE INDEX tasks_external_id ON ${schema}.tasks (user_id, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX tasks_user ON ${schema}.tasks (user_id, id DESC);
CREATE INDEX tasks_due ON ${schema}.tasks (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX tasks_leased ON ${schema}.tasks (lease_until) WHERE lease_until IS NOT NULL;

CREATE TABLE ${schema}.executions (
  id uuid PRIMARY KEY,
  task_id uuid NOT NULL REFERENCES ${schema}.tasks (id) ON DELETE CASCADE,
  user_id uuid NOT NULL,
  trigger text NOT NULL,
  suppress_notifications boolean NOT NULL,
  status text NOT NULL CONSTRAINT executions_status
    CHECK (status IN ('pending', 'running', 'retrying', 'success', 'failed', 'cancelled')),
  fence integer NOT NULL,
  attempts integer NOT NULL,
  created_at timestamptz NOT NULL,
  started_at timestamptz NOT NULL,
  completed_at timestamptz,
  judgement jsonb,
  notification text,
  change_summary text,
  next_run timestamptz,
  error_message text,
  error_category text,
  internal_error text,
  trace jsonb NOT NULL
);
CREATE UNIQUE INDEX executions_one_open ON ${schema}.executions (task_id)
  WHERE status IN ('pending', 'running', 'retrying');
CREATE INDEX executions_task ON ${schema}.executions (task_id, id DESC);

CREATE TABLE ${schema}.attempts (
  execution_id uuid NOT NULL REFERENCES ${schema}.executions (id) ON DELETE CASCADE,
  n integer NOT NULL,
  fence integer NOT NULL,
  worker text NOT NULL,
  outcome text NOT NULL,
  category text,
  error_message text,
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (execution_id, n)
);

CREATE TABLE ${schema}.notifications (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL,
  task_id uuid NOT NULL REFERENCES ${schema}.tasks (id) ON DELETE CASCADE,
  execution_id uuid NOT NULL REFERENCES ${schema}.executions (id) ON DELETE CASCADE,
  event text NOT NULL,
  message jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT notifications_once UNIQUE (execution_id, event)
);
CREATE INDEX notifications_task ON ${schema}.notifications (task_id);

CREATE TABLE ${schema}.deliveries (
  id uuid PRIMARY KEY,
  notification_id uuid NOT NULL REFERENCES ${schema}.notifications (id) ON DELETE CASCADE,
  user_id uuid NOT NULL,
  task_id uuid NOT NULL REFERENCES ${schema}.tasks (id) ON DELETE CASCADE,
  execution_id uuid NOT NULL,
  event text NOT NULL,
  kind text NOT NULL,
  target jsonb NOT NULL,
  address text NOT NULL,
  status text NOT NULL CONSTRAINT deliveries_status CHECK (status IN ('pending', 'sent', 'failed', 'skipped')),
  attempts integer NOT NULL,
  due_at timestamptz,
  fence integer NOT NULL,
  last_http_status integer,
  last_error text,
  created_at timestamptz NOT NULL,
  completed_at timestamptz,
  lease_until timestamptz,
  lease_owner text,
  CONSTRAINT deliveries_once UNIQUE (notification_id, kind, address)
);
CREATE INDEX deliveries_due ON ${schema}.deliveries (due_at) WHERE status = 'pending';
CREATE INDEX deliveries_user ON ${schema}.deliveries (user_id, id DESC);
CREATE INDEX deliveries_task ON ${schema}.deliveries (task_id);

CREATE TABLE ${schema}.delivery_attempts (
  delivery_id uuid NOT NULL REFERENCES ${schema}.deliveries (id) ON DELETE CASCADE,
  n integer NOT NULL,
  started_at timestamptz NOT NULL,
  latency_ms integer NOT NULL,
  outcome text NOT NULL,
  http_status integer,
  response_excerpt text,
  error text,
  PRIMARY KEY (delivery_id, n)
);
`
}

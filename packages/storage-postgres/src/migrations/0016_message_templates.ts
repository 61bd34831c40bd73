import type { Migration } from "../schema/Migration.ts"

/** How accounts word their messages by a channel. */
export const messageTemplates: Migration = {
  name: "0016_message_templates",
  breaking: false,
  sql: (schema) => `
CREATE TABLE ${schema}.message_templates (
  user_id uuid NOT NULL,
  kind text NOT NULL,
  subject text NOT NULL,
  body text NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, kind)
);
`
}

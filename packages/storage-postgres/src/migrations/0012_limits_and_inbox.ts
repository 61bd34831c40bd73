import type { Migration } from "../schema/Migration.ts"

/**
 * What was sent to whom and when, for channels with limits; and of what an owner was told, what was read and put away. The
 * index of the inbox is in its order.
 */
export const limitsAndInbox: Migration = {
  name: "0012_limits_and_inbox",
  breaking: false,
  sql: (schema) => `
CREATE INDEX deliveries_sent_to ON ${schema}.deliveries (kind, address, completed_at) WHERE status = 'sent';
CREATE INDEX deliveries_sent_for ON ${schema}.deliveries (kind, user_id, completed_at) WHERE status = 'sent';

ALTER TABLE ${schema}.notifications ADD COLUMN read_at timestamptz, ADD COLUMN archived_at timestamptz;
CREATE INDEX notifications_inbox ON ${schema}.notifications (user_id, id DESC) WHERE event = 'condition_met';
`
}

import type { Migration } from "../schema/Migration.ts"

/** What a run owed, for its explanation. An owner's own log walks `deliveries_user`, which is in its order already. */
export const sendLog: Migration = {
  name: "0003_send_log",
  breaking: false,
  sql: (schema) => `
CREATE INDEX deliveries_execution ON ${schema}.deliveries (execution_id);
`
}

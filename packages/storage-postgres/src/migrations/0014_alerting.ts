import type { Migration } from "../schema/Migration.ts"

/** What an owner wants to be told of. Tasks of before are told as they were. */
export const alerting: Migration = {
  name: "0014_alerting",
  breaking: false,
  sql: (schema) => `
ALTER TABLE ${schema}.tasks ADD COLUMN alerting jsonb NOT NULL
  DEFAULT '{"threshold": null, "sourcesRequired": 1, "notifyOn": "met", "quietHours": null}';
`
}

import type { Migration } from "../schema/Migration.ts"

/** What each try of an execution has cost: a judgement has its usage, and one that failed had it in words only. Null: not known. */
export const usageOfTries: Migration = {
  name: "0019_usage_of_tries",
  breaking: false,
  sql: (schema) => `
ALTER TABLE ${schema}.attempts ADD COLUMN usage jsonb;
`
}

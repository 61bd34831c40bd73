import type { Migration } from "../schema/Migration.ts"

/** One row at most: the key that can be only true sees to it. */
export const installation: Migration = {
  name: "0004_installation",
  breaking: false,
  sql: (schema) => `
CREATE TABLE ${schema}.installation (
  singleton boolean PRIMARY KEY DEFAULT true CONSTRAINT installation_one CHECK (singleton),
  secret_probe text NOT NULL
);
`
}

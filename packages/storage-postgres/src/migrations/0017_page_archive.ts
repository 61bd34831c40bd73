import type { Migration } from "../schema/Migration.ts"

/**
 * The texts of cited pages, each once by its hash, and which execution read which. A text is public and the same for everybody; that
 * somebody read it is not, and goes with their execution. Compressed by us, so not a second time by the database.
 */
export const pageArchive: Migration = {
  name: "0017_page_archive",
  breaking: false,
  sql: (schema) => `
CREATE TABLE ${schema}.page_texts (
  hash text PRIMARY KEY,
  bytes integer NOT NULL,
  body bytea NOT NULL,
  last_read_at timestamptz NOT NULL
);
ALTER TABLE ${schema}.page_texts ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE INDEX page_texts_last_read_at ON ${schema}.page_texts (last_read_at);

CREATE TABLE ${schema}.page_reads (
  execution_id uuid NOT NULL REFERENCES ${schema}.executions (id) ON DELETE CASCADE,
  url text NOT NULL,
  hash text NOT NULL REFERENCES ${schema}.page_texts (hash),
  read_at timestamptz NOT NULL,
  PRIMARY KEY (execution_id, url, hash)
);
CREATE INDEX page_reads_read_at ON ${schema}.page_reads (read_at);
CREATE INDEX page_reads_hash ON ${schema}.page_reads (hash);
`
}

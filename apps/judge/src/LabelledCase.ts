import { Verdict } from "@vedette/domain"
import * as Schema from "effect/Schema"

/** A page of a case, as a file beside `cases.json`; `page` null is a source that cannot be reached. */
const CasePage = Schema.Struct({
  url: Schema.String,
  page: Schema.NullOr(Schema.String),
  /** Content type, or a short name for one: `html`, `rss`, `atom`, `json`, `text`. Absent: by the file's ending. */
  type: Schema.optional(Schema.NullOr(Schema.String)),
  status: Schema.optional(Schema.NullOr(Schema.Int))
})
export type CasePage = typeof CasePage.Type

/**
 * One labelled case. Only `condition` and `expected` must be there; what a set leaves out gets the plainest meaning, so that sets
 * of others can be judged as they are.
 */
export const LabelledCase = Schema.Struct({
  id: Schema.optional(Schema.Union([Schema.String, Schema.Finite])),
  page: Schema.optional(Schema.NullOr(Schema.String)),
  url: Schema.optional(Schema.NullOr(Schema.String)),
  type: Schema.optional(Schema.NullOr(Schema.String)),
  status: Schema.optional(Schema.NullOr(Schema.Int)),
  /** When the page is read; ISO 8601. Absent: 2026-01-01. */
  now: Schema.optional(Schema.NullOr(Schema.String)),
  query: Schema.optional(Schema.NullOr(Schema.String)),
  condition: Schema.String,
  /** `typed`, or anything else for plain English. Absent: typed where it parses as one. */
  form: Schema.optional(Schema.NullOr(Schema.String)),
  /** What the table is grouped by. */
  kind: Schema.optional(Schema.NullOr(Schema.String)),
  expected: Verdict,
  /** Further sources. */
  pages: Schema.optional(Schema.NullOr(Schema.Array(CasePage))),
  /** Since when somebody watches, ISO 8601: an older entry of a feed is no news then. Absent: nobody does, and any entry counts. */
  since: Schema.optional(Schema.NullOr(Schema.String)),
  /** A page that was read at the URL in the run before: for `changed`, and for entries without a date. */
  before: Schema.optional(Schema.NullOr(Schema.String))
})
export type LabelledCase = typeof LabelledCase.Type

import * as Schema from "effect/Schema"
import { wireInstant } from "../field/wireInstant.ts"

/** A page that the run cites, as it was read. */
export const KeptPageBody = Schema.Struct({
  url: Schema.String,
  read_at: wireInstant,
  /** SHA-256 of the text, hex: the `page_hash` of what is quoted. */
  hash: Schema.String,
  bytes: Schema.Int
}).annotate({ identifier: "KeptPage" })
export type KeptPageBody = typeof KeptPageBody.Type

/** The same with its text, as a reader would see it: without markup. */
export const KeptPageTextBody = Schema.Struct({ ...KeptPageBody.fields, text: Schema.String })
  .annotate({ identifier: "KeptPageText" })
export type KeptPageTextBody = typeof KeptPageTextBody.Type

import { HttpFetchReason } from "@vedette/domain"
import * as Schema from "effect/Schema"

/**
 * One exchange: an answer, or why there was none. A body that is not UTF-8 is base64; one of these that held a secret is withheld, because
 * bytes that something was taken out of are no image and no archive any more.
 */
export const Track = Schema.Struct({
  request: Schema.Struct({
    method: Schema.String,
    url: Schema.String,
    body: Schema.NullOr(Schema.String)
  }),
  failure: Schema.NullOr(HttpFetchReason),
  response: Schema.NullOr(Schema.Struct({
    status: Schema.Int,
    headers: Schema.Record(Schema.String, Schema.String),
    /** The URL that answered. */
    url: Schema.String,
    body: Schema.String,
    encoding: Schema.Literals(["utf8", "base64", "withheld"])
  }))
})
export type Track = typeof Track.Type

/** What went over the wire, as data that may be committed: scrubbed of secrets, and of headers that are nobody's business. */
export const Cassette = Schema.Struct({ version: Schema.Literal(1), tracks: Schema.Array(Track) })
export type Cassette = typeof Cassette.Type

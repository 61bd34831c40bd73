import * as Schema from "effect/Schema"
import { wireInstant } from "../field/wireInstant.ts"

const JsonFeedItem = Schema.Struct({
  id: Schema.String,
  url: Schema.optionalKey(Schema.String),
  title: Schema.String,
  content_html: Schema.String,
  content_text: Schema.String,
  date_published: wireInstant
}).annotate({ identifier: "JsonFeedItem" })

/** JSON Feed 1.1 (jsonfeed.org). */
export const JsonFeedBody = Schema.Struct({
  version: Schema.Literal("https://jsonfeed.org/version/1.1"),
  title: Schema.String,
  description: Schema.String,
  home_page_url: Schema.optionalKey(Schema.String),
  feed_url: Schema.String,
  items: Schema.Array(JsonFeedItem)
}).annotate({ identifier: "JsonFeed" })
export type JsonFeedBody = typeof JsonFeedBody.Type

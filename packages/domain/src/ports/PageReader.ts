import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Instant } from "../Instant.ts"

export const Availability = Schema.Literals(["in_stock", "sold_out", "preorder"])
export type Availability = typeof Availability.Type

/**
 * What a page can say of a thing's stock. `later` is on backorder, coming soon or on sale from a day to come: it cannot be had now,
 * and neither is it sold out. Nobody waits for that, so no condition asks for it.
 */
export const StockLevel = Schema.Literals([...Availability.literals, "later"])
export type StockLevel = typeof StockLevel.Type

/**
 * What a page says of a thing it sells, merged per field over the formats that say it.
 * `formats` names them in order of trust, so that two agreeing formats can be told from one.
 */
export const Offer = Schema.Struct({
  name: Schema.NullOr(Schema.String),
  /** Major units of `currency`: 279.99, not 27999. */
  price: Schema.NullOr(Schema.Finite),
  /**
   * The other amount that the page may mean, or null: the text `1.299` is 1299 or 1.299, and the lowest price of several offers
   * may be that of one that is sold out. What is concluded from the price must hold for both.
   */
  otherPrice: Schema.NullOr(Schema.Finite),
  /** The page itself says that the price does not hold from here on; null where it sets no end. */
  priceValidUntil: Schema.NullOr(Instant),
  /** The sale begins here, says the page itself: before it there is nothing to buy, whatever the availability. Absent where it says no such thing. */
  offeredFrom: Schema.optional(Instant),
  /** The sale ends here. Absent where the page says no such thing. */
  offeredUntil: Schema.optional(Instant),
  /** ISO 4217, upper case. */
  currency: Schema.NullOr(Schema.String),
  availability: Schema.NullOr(StockLevel),
  /** One of several ways into the same event (standing, balcony): who wants to go can, while one of them can be had. */
  oneOf: Schema.optional(Schema.Boolean),
  formats: Schema.Array(Schema.Literals(["json-ld", "microdata", "opengraph"])),
  /** The formats disagree on the price or the availability: nothing may be concluded from the field. */
  conflicts: Schema.Array(Schema.Literals(["price", "availability"])),
  /**
   * The page's own source that gave the price, else the availability: literal, at most 300 characters, empty where there is
   * neither. It can be quoted like the text: a price that only the structured data gives must still be shown to the owner.
   */
  snippet: Schema.String
})
export type Offer = typeof Offer.Type

/** One entry of a feed, or one address of a sitemap. */
export const FeedEntry = Schema.Struct({
  /** The feed's own id, else its link, else its title. */
  id: Schema.String,
  title: Schema.String,
  /** Summary or content without its markup; at most 2,000 characters. Empty where there is none. */
  text: Schema.String,
  url: Schema.NullOr(Schema.String),
  publishedAt: Schema.NullOr(Instant),
  updatedAt: Schema.NullOr(Instant)
})
export type FeedEntry = typeof FeedEntry.Type

/** A date in a page's structured data, or one that its feed or sitemap gives. */
export const PageDate = Schema.Struct({
  kind: Schema.Literals(["event", "release", "published", "modified"]),
  name: Schema.NullOr(Schema.String),
  /** ISO 8601, a day or an instant, as the page writes it. */
  at: Schema.String,
  /** Literal source, at most 300 characters. */
  snippet: Schema.String
})
export type PageDate = typeof PageDate.Type

/** A version in a page's structured data, or in a field of a JSON document whose name says so. */
export const PageVersion = Schema.Struct({
  name: Schema.NullOr(Schema.String),
  version: Schema.String,
  /** When the document says that it is released, ISO 8601. Absent where it does not. */
  at: Schema.optional(Schema.String),
  snippet: Schema.String
})
export type PageVersion = typeof PageVersion.Type

/**
 * What part of a page a block stands in: its own text, what visitors wrote (`remark`: comments, reviews), or what is shown beside it
 * (`aside`: other products, advertisements). Only its own text is the page speaking of its thing.
 */
export const BlockRole = Schema.Literals(["main", "remark", "aside"])
export type BlockRole = typeof BlockRole.Type

/** A page as read once: plain data, so that judging it is pure. */
export const Page = Schema.Struct({
  /** The URL asked for. */
  url: Schema.String,
  /** The URL that answered. */
  finalUrl: Schema.String,
  title: Schema.NullOr(Schema.String),
  readAt: Instant,
  /** SHA-256 of `text`, hex. */
  hash: Schema.String,
  /** The same of what of it differs when somebody changed the page, without advertisements and clocks. Absent: `hash` says it. */
  ownHash: Schema.optionalKey(Schema.String),
  /** The same of that without its numbers, of which many differ by themselves. Money, versions and dates are none. */
  wordsHash: Schema.optionalKey(Schema.String),
  /** Visible text in reading order; blocks joined by a newline. */
  text: Schema.String,
  blocks: Schema.Array(Schema.String),
  offers: Schema.Array(Offer),
  /** For each requested selector: text and hash of the first match, or null where nothing matched. */
  selections: Schema.Record(Schema.String, Schema.NullOr(Schema.Struct({ text: Schema.String, hash: Schema.String }))),
  /** What kind of document answered. What is absent below was not found, or is found by no reader of this kind. */
  kind: Schema.optionalKey(Schema.Literals(["html", "feed", "sitemap", "json", "text"])),
  /** The headings of the first level, in order. */
  headings: Schema.optionalKey(Schema.Array(Schema.String)),
  /** The headings of its sections, in order, as they stand in the blocks. */
  sections: Schema.optionalKey(Schema.Array(Schema.String)),
  /** One a block; absent where all are `main`. */
  roles: Schema.optionalKey(Schema.Array(BlockRole)),
  /** In the order of the document. Present exactly where the document, or the feed that was asked for beside it, is one. */
  entries: Schema.optionalKey(Schema.Array(FeedEntry)),
  dates: Schema.optionalKey(Schema.Array(PageDate)),
  versions: Schema.optionalKey(Schema.Array(PageVersion)),
  /** The language that the document says it is in, in small letters: `en`, `pt-br`. */
  lang: Schema.optionalKey(Schema.String),
  /** The address that the page names as its own. */
  canonicalUrl: Schema.optionalKey(Schema.String),
  /**
   * There is more of it than was read. `lost`: it ends in its middle; `left_out`: it has more entries than a reader keeps, which
   * are the newest, or breaks off for subscribers. What stands on it counts; what does not may stand in the rest. Absent: it is whole, as far as a reader can tell.
   */
  rest: Schema.optionalKey(Schema.Literals(["lost", "left_out"])),
  /** Decompressed bytes that were read for it. */
  bytes: Schema.optionalKey(Schema.Int)
})
export type Page = typeof Page.Type

/** 404 or 410: the source is gone. The user has to name another one. */
export class PageGone extends Schema.TaggedError<PageGone>()("PageGone", { message: Schema.String }) {
  readonly category = "user_error" as const
}
/** What was asked for can never be read: a URL that is malformed, private or no document, or a selector that is not CSS. */
export class PageRefused extends Schema.TaggedError<PageRefused>()("PageRefused", { message: Schema.String }) {
  readonly category = "user_error" as const
}
/** The page did not arrive within the time allowed. */
export class PageTimedOut extends Schema.TaggedError<PageTimedOut>()("PageTimedOut", { message: Schema.String }) {
  readonly category = "timeout" as const
}
/** No answer, or a 5xx one. */
export class PageUnavailable
  extends Schema.TaggedError<PageUnavailable>()("PageUnavailable", { message: Schema.String })
{
  readonly category = "network" as const
}
/** 429 or 503 with a Retry-After. */
export class PageRateLimited extends Schema.TaggedError<PageRateLimited>()("PageRateLimited", {
  message: Schema.String,
  retryAfterMs: Schema.NullOr(Schema.Finite)
}) {
  readonly category = "rate_limit" as const
}
/** A login wall, block, consent or captcha page: an answer, but not evidence. */
export class PageBlocked extends Schema.TaggedError<PageBlocked>()("PageBlocked", { message: Schema.String }) {
  readonly category = "network" as const
}

export const PageReaderReason = Schema.Union([
  PageGone,
  PageRefused,
  PageTimedOut,
  PageUnavailable,
  PageRateLimited,
  PageBlocked
])
export type PageReaderReason = typeof PageReaderReason.Type

/** A page could not be read: silence, and never evidence. The reason says what kind. */
export class PageReaderError extends Schema.TaggedError<PageReaderError>()("PageReaderError", {
  url: Schema.String,
  reason: PageReaderReason
}) {
  override get message(): string {
    return this.reason.message
  }
  get isRetryable(): boolean {
    return this.reason.category !== "user_error"
  }
}

/**
 * Reads one URL into a `Page`.
 *
 * Laws
 * - A failure to read is an error and never an empty page: silence is not evidence.
 * - Text that a reader could not see (scripts, styles, `hidden`, `display:none`, `aria-hidden`) is in none of the fields.
 * - Bounded in time and memory whatever the document is.
 * - A document that ends in the middle of its markup or its data says so (`rest`).
 * - `selections` has exactly the requested selectors as keys.
 * - A selector that begins with `/` is a JSON pointer (RFC 6901): it selects in JSON documents only, and nothing elsewhere.
 * - A selector that is not valid CSS fails the read as `PageRefused`, which names it: only its author can mend it, and a page
 *   that moved on must not take the blame.
 */
export class PageReader extends Context.Service<PageReader, {
  readonly read: (request: {
    readonly url: string
    /** CSS selectors whose first match is wanted; one that begins with `/` is a JSON pointer. */
    readonly selectors: ReadonlyArray<string>
    /** The entries of a feed are wanted: where the page is none but names one, that is read as well. Default false. */
    readonly feed?: boolean
  }) => Effect.Effect<Page, PageReaderError>
}>()("@vedette/domain/ports/PageReader") {}

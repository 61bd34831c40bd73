import type { BlockRole, Offer, PageDate, PageVersion } from "@vedette/domain"

/** An entry of a feed, with its instants in milliseconds: plain data crosses from one thread to another. */
export interface ReadEntry {
  readonly id: string
  readonly title: string
  readonly text: string
  readonly url: string | null
  readonly publishedMs: number | null
  readonly updatedMs: number | null
}

/** An offer, the end of its price and the bounds of its sale in milliseconds. */
export type ReadOffer = Omit<Offer, "priceValidUntil" | "offeredFrom" | "offeredUntil"> & {
  readonly priceValidUntilMs: number | null
  readonly offeredFromMs: number | null
  readonly offeredUntilMs: number | null
}

/** What of a page is in its bytes. Plain data. */
export interface DocumentContent {
  readonly kind: "html" | "feed" | "sitemap" | "json" | "text"
  readonly title: string | null
  readonly headings: ReadonlyArray<string>
  /** The headings below the first level. */
  readonly sections: ReadonlyArray<string>
  readonly blocks: ReadonlyArray<string>
  /** One a block. */
  readonly roles: ReadonlyArray<BlockRole>
  readonly offers: ReadonlyArray<ReadOffer>
  readonly dates: ReadonlyArray<PageDate>
  readonly versions: ReadonlyArray<PageVersion>
  readonly entries: ReadonlyArray<ReadEntry> | null
  readonly selected: ReadonlyArray<readonly [selector: string, text: string | null]>
  readonly canonicalUrl: string | null
  readonly lang: string | null
  /** The feeds that a page names, absolute, in its order. */
  readonly feeds: ReadonlyArray<string>
  /** Where the page sends its visitors by itself. */
  readonly refresh: string | null
  /** What became of the rest of it, where there is more than was read (`Page.rest`). */
  readonly rest: "lost" | "left_out" | null
}

/** A document that has nothing but its text. */
export const plainContent = (kind: DocumentContent["kind"], blocks: ReadonlyArray<string>): DocumentContent => ({
  kind,
  title: null,
  headings: [],
  sections: [],
  blocks,
  roles: blocks.map(() => "main" as const),
  offers: [],
  dates: [],
  versions: [],
  entries: null,
  selected: [],
  canonicalUrl: null,
  lang: null,
  feeds: [],
  refresh: null,
  rest: null
})

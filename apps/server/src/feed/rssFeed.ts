import * as DateTime from "effect/DateTime"
import type { Feed, FeedItem } from "./Feed.ts"
import { element, type Xml, xmlDocument } from "./xml.ts"

/** RFC 822, as RSS wants it. */
const rssDate = (at: DateTime.Utc): string => DateTime.toDateUtc(at).toUTCString()

const link = (url: string | null): ReadonlyArray<Xml> => url === null ? [] : [element("link", {}, url)]

const item = ({ html, id, published, title, url }: FeedItem): Xml =>
  element(
    "item",
    {},
    element("title", {}, title),
    ...link(url),
    element("description", {}, html),
    element("guid", { isPermaLink: "false" }, id),
    element("pubDate", {}, rssDate(published))
  )

/** RSS 2.0 (rssboard.org/rss-specification). */
export const rssFeed = (feed: Feed): string =>
  xmlDocument(element(
    "rss",
    { version: "2.0", "xmlns:atom": "http://www.w3.org/2005/Atom" },
    element(
      "channel",
      {},
      element("title", {}, feed.title),
      // RSS wants one: a feed without a page is its own.
      element("link", {}, feed.homeUrl ?? feed.selfUrl),
      element("description", {}, feed.description),
      element("atom:link", { rel: "self", type: "application/rss+xml", href: feed.selfUrl }),
      element("lastBuildDate", {}, rssDate(feed.updated)),
      element("generator", {}, "Vedette"),
      ...feed.items.map(item)
    )
  ))

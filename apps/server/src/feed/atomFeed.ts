import * as DateTime from "effect/DateTime"
import type { Feed, FeedItem } from "./Feed.ts"
import { element, type Xml, xmlDocument } from "./xml.ts"

const alternate = (url: string | null): ReadonlyArray<Xml> =>
  url === null ? [] : [element("link", { rel: "alternate", href: url })]

const entry = ({ html, id, published, title, url }: FeedItem): Xml =>
  element(
    "entry",
    {},
    element("id", {}, id),
    element("title", {}, title),
    ...alternate(url),
    // An alert never changes: it is as old as it is new.
    element("published", {}, DateTime.formatIso(published)),
    element("updated", {}, DateTime.formatIso(published)),
    element("content", { type: "html" }, html)
  )

/** Atom 1.0 (RFC 4287). */
export const atomFeed = (feed: Feed): string =>
  xmlDocument(element(
    "feed",
    { xmlns: "http://www.w3.org/2005/Atom" },
    element("id", {}, feed.id),
    element("title", {}, feed.title),
    element("subtitle", {}, feed.description),
    element("link", { rel: "self", type: "application/atom+xml", href: feed.selfUrl }),
    ...alternate(feed.homeUrl),
    element("updated", {}, DateTime.formatIso(feed.updated)),
    element("author", {}, element("name", {}, "Vedette")),
    element("generator", {}, "Vedette"),
    ...feed.items.map(entry)
  ))

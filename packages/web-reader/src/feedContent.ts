import { type Document, type Element, isTag, isText, type ParentNode } from "domhandler"
import { type DocumentContent, plainContent, type ReadEntry } from "./DocumentContent.ts"
import { isCutOff, isEnded } from "./isCutOff.ts"
import { instantMs } from "./instantMs.ts"
import { markupText } from "./markupText.ts"

/** Entries kept of one feed; a sitemap may have 50,000. */
const maxEntries = 500
/** The port's limit for an entry's text. */
const maxText = 2_000
const maxSnippet = 300

const nameOf = (element: Element): string => element.name.toLowerCase().replace(/^(?:rss|atom|a10):/, "")

const rawText = (element: ParentNode): string => {
  const pieces: Array<string> = []
  const pending = [...element.children].reverse()
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (isText(next)) pieces.push(next.data)
    else if ("children" in next) for (let at = next.children.length - 1; at >= 0; at--) pending.push(next.children[at]!)
  }
  return pieces.join("").trim()
}

const childrenOf = (element: ParentNode): ReadonlyArray<Element> => element.children.filter(isTag)

const firstOf = (element: Element, ...names: ReadonlyArray<string>): Element | undefined =>
  names.map((name) => childrenOf(element).find((child) => nameOf(child) === name && rawText(child) !== ""))
    .find((child) => child !== undefined)

const textOf = (element: Element, ...names: ReadonlyArray<string>): string => {
  const found = firstOf(element, ...names)
  return found === undefined ? "" : markupText(rawText(found))
}

const linkOf = (element: Element): string | null => {
  const links = childrenOf(element).filter((child) => nameOf(child) === "link")
  const link = links.find(({ attribs }) => (attribs["rel"] ?? "alternate") === "alternate") ?? links[0]
  const url = link?.attribs["href"] ?? (link === undefined ? "" : rawText(link))
  return URL.canParse(url) ? url : null
}

const readEntry = (element: Element): ReadEntry => {
  const title = textOf(element, "title")
  const url = linkOf(element)
  const stated = firstOf(element, "guid", "id")
  return {
    id: (stated === undefined ? element.attribs["rdf:about"] ?? url ?? title : rawText(stated)).slice(0, maxSnippet),
    title: title.slice(0, maxSnippet),
    text: textOf(element, "description", "summary", "content:encoded", "content", "media:description").slice(0, maxText),
    url,
    publishedMs: instantMs(textOf(element, "pubdate", "published", "dc:date", "issued", "date")),
    updatedMs: instantMs(textOf(element, "updated", "modified", "dcterms:modified"))
  }
}

const readAddress = (element: Element): ReadEntry => {
  const url = textOf(element, "loc")
  return { id: url, title: url, text: "", url: URL.canParse(url) ? url : null, publishedMs: null, updatedMs: instantMs(textOf(element, "lastmod")) }
}

/** The newest, wherever they stand: a sitemap may have them at its end. Of those without a date the first, in the order of the document. */
const newestOf = (entries: ReadonlyArray<ReadEntry>): ReadonlyArray<ReadEntry> => {
  const timeOf = ({ publishedMs, updatedMs }: ReadEntry) => publishedMs ?? updatedMs ?? -1
  const newest = new Set(entries.toSorted((a, b) => timeOf(b) - timeOf(a)).slice(0, maxEntries))
  return entries.filter((entry) => newest.has(entry))
}

/** The page of a feed: its entries as they are printed, and the newest of their dates. */
export const contentOfEntries = (kind: "feed" | "sitemap", title: string | null, entries: ReadonlyArray<ReadEntry>): DocumentContent => {
  const shown = newestOf(entries)
  const blocks = shown.flatMap((entry) => [entry.title, entry.text]).filter((block) => block !== "")
  const newest = Math.max(...shown.map(({ publishedMs, updatedMs }) => publishedMs ?? updatedMs ?? 0))
  const newestEntry = shown.find(({ publishedMs, updatedMs }) => (publishedMs ?? updatedMs) === newest)
  return {
    ...plainContent(kind, title === null ? blocks : [title, ...blocks]),
    title,
    entries: shown,
    rest: entries.length > maxEntries ? "left_out" : null,
    dates: newest > 0 && newestEntry !== undefined
      ? [{ kind: kind === "sitemap" ? "modified" : "published", name: newestEntry.title, at: new Date(newest).toISOString(), snippet: newestEntry.title }]
      : []
  }
}

const rootOf = (document: Document): Element | undefined => childrenOf(document)[0]

/** RSS, Atom, RDF and sitemaps; null for XML that is none of them. Entities that a document declares itself are never expanded. */
export const feedContent = (document: Document, source: string): DocumentContent | null => {
  const content = contentOf(document, source)
  return content !== null && isCutOff(document, source) ? { ...content, rest: "lost" } : content
}

const contentOf = (document: Document, source: string): DocumentContent | null => {
  const root = rootOf(document)
  if (root === undefined) return null
  const name = nameOf(root)
  if (name === "urlset" || name === "sitemapindex") {
    const addresses = childrenOf(root).filter((child) => ["url", "sitemap"].includes(nameOf(child)) && isEnded(child, source)).map(readAddress)
    return contentOfEntries("sitemap", null, addresses)
  }
  const channel = name === "rss" || name === "rdf:rdf" ? childrenOf(root).find((child) => nameOf(child) === "channel") : root
  if (channel === undefined || !["rss", "rdf:rdf", "feed"].includes(name)) return null
  const items = [...childrenOf(channel), ...(channel === root ? [] : childrenOf(root))]
    // Half an entry lacks words that the whole one has.
    .filter((child) => ["item", "entry"].includes(nameOf(child)) && isEnded(child, source))
  const title = textOf(channel, "title")
  return contentOfEntries("feed", title === "" ? null : title, items.map(readEntry))
}

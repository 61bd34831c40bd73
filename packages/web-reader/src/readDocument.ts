import { type Document, type Element, isTag } from "domhandler"
import * as DateTime from "effect/DateTime"
import { blockedBy } from "./blockedBy.ts"
import { type DocumentContent, plainContent } from "./DocumentContent.ts"
import { endsAtPaywall } from "./endsAtPaywall.ts"
import { feedContent } from "./feedContent.ts"
import { isCutOff } from "./isCutOff.ts"
import { hiddenByStyle } from "./hiddenByStyle.ts"
import { jsonContent, textContent } from "./jsonContent.ts"
import { isJsonLd, jsonLdClaims } from "./jsonLdClaims.ts"
import { mergeOffers } from "./mergeOffers.ts"
import { microdataClaims } from "./microdataClaims.ts"
import { nameOf } from "./OfferClaim.ts"
import { openGraphClaim } from "./openGraphClaim.ts"
import { parseHtml } from "./parseHtml.ts"
import { metaFacts, schemaOrgFacts } from "./schemaOrgFacts.ts"
import { isSelectable, selectFirst } from "./selectFirst.ts"
import { type Hides, readBlocks, roleOf, visibleBlocks } from "./visibleBlocks.ts"

/** A document that was fetched, and what is wanted of it. Plain data. */
export interface DocumentRequest {
  readonly source: string
  readonly kind: "html" | "json" | "xml" | "plain"
  readonly selectors: ReadonlyArray<string>
  /** The URL that was asked for, and the one that answered. */
  readonly asked: string
  readonly answered: string
}

/** The content, or why there is none: plain data, so that it may come from another thread. */
export type DocumentOutcome =
  | { readonly _tag: "Content"; readonly content: DocumentContent }
  | { readonly _tag: "Refused" | "Blocked" | "TimedOut"; readonly message: string }

const content = (content: DocumentContent): DocumentOutcome => ({ _tag: "Content", content })
export const tookTooLong: DocumentOutcome = { _tag: "TimedOut", message: "The document takes too long to be taken apart." }

const elementsOf = (document: Document): ReadonlyArray<Element> => {
  const elements: Array<Element> = []
  const pending: Array<Element> = document.children.filter(isTag).reverse()
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    elements.push(next)
    for (let index = next.children.length - 1; index >= 0; index--) {
      const child = next.children[index]
      if (child !== undefined && isTag(child)) pending.push(child)
    }
  }
  return elements
}

/**
 * The names in a document's elements of this kind, in its order, at most so many. What stands in one is in its name already, and what
 * nobody sees names nothing: neither is looked into, so that no nesting is walked twice.
 */
const shownNames = (document: Document, kind: RegExp, hides: Hides, most: number): ReadonlyArray<string> => {
  const names: Array<string> = []
  const pending: Array<Element> = document.children.filter(isTag).reverse()
  for (let next = pending.pop(); next !== undefined && names.length < most; next = pending.pop()) {
    if (hides(next)) continue
    if (kind.test(next.name)) {
      const name = nameOf(visibleBlocks(next, hides).join(" "))
      if (name !== null) names.push(name)
      continue
    }
    for (let index = next.children.length - 1; index >= 0; index--) {
      const child = next.children[index]
      if (child !== undefined && isTag(child)) pending.push(child)
    }
  }
  return names
}

/** Whoever writes a comment may write markup into it. */
const isInRemark = (element: Element): boolean => {
  for (let node = element.parent; node !== null && isTag(node); node = node.parent) if (roleOf(node) === "remark") return true
  return false
}

const absolute = (href: string | undefined, base: string): string | null =>
  href !== undefined && URL.canParse(href, base) && /^https?:/.test(new URL(href, base).href) ? new URL(href, base).href : null

const links = (elements: ReadonlyArray<Element>, rel: string, base: string, type?: RegExp): ReadonlyArray<string> =>
  elements.flatMap(({ attribs, name }) =>
    name === "link" && (attribs["rel"] ?? "").toLowerCase().split(/\s+/).includes(rel) && (type === undefined || type.test(attribs["type"] ?? ""))
      ? absolute(attribs["href"], base) ?? []
      : []
  )

/** A page that only sends on says so within seconds; one that reloads itself every minute is a page. */
const maxRefreshSeconds = 5

const refreshOf = (metas: ReadonlyArray<Element>, base: string): string | null => {
  const meta = metas.find(({ attribs }) => attribs["http-equiv"]?.trim().toLowerCase() === "refresh")
  const [, seconds, url] = /^\s*(\d{1,4})(?:\.\d*)?\s*[;,]\s*url\s*=\s*["']?([^"']+)/i.exec(meta?.attribs["content"] ?? "") ?? []
  return seconds === undefined || Number(seconds) > maxRefreshSeconds ? null : absolute(url?.trim(), base)
}

/** What names a part of a page; a term of a list names what is said below it. */
const sectionHeading = /^(?:h[2-6]|dt|summary|legend|caption)$/
const maxSections = 200
const maxHeadings = 10

const readHtml = ({ answered, asked, selectors, source }: DocumentRequest): DocumentOutcome => {
  const document = parseHtml(source)
  if (document === null) return tookTooLong
  const elements = elementsOf(document)
  const hides = hiddenByStyle(elements.filter(({ name }) => name === "style"))
  // A `title` inside an image (`svg`) is that image's.
  const titleElement = elements.find((element) =>
    element.name === "title" && !(element.parent !== null && isTag(element.parent) && element.parent.name === "svg")
  )
  const title = titleElement === undefined ? null : nameOf(visibleBlocks(titleElement).join(" "))
  const blocks = readBlocks(document, hides)
  const metas = elements.filter(({ name }) => name === "meta")
  const scripts = elements.filter((element) => isJsonLd(element) && !isInRemark(element))
  const preview = openGraphClaim(metas, source)
  const offers = mergeOffers([
    ...jsonLdClaims(scripts),
    ...microdataClaims(document, source),
    ...(preview === null ? [] : [preview])
  ])
  const facts = schemaOrgFacts(scripts)
  const refresh = refreshOf(metas, answered)
  const headings = shownNames(document, /^h1$/, hides, maxHeadings)
  const wall = blockedBy({
    title,
    headings,
    blocks,
    html: source,
    hasOffers: offers.length > 0,
    asked: new URL(asked),
    answered: new URL(answered)
  })
  if (wall !== null && refresh === null) return { _tag: "Blocked", message: wall }
  if (selectors.length > 0 && !isSelectable(document)) {
    return { _tag: "Refused", message: "The page is too large or too deep for a selector; watch the whole page." }
  }
  return content({
    ...plainContent("html", blocks.map(({ text }) => text)),
    title,
    headings,
    sections: shownNames(document, sectionHeading, hides, maxSections),
    roles: blocks.map(({ role }) => role),
    offers: offers.map(({ offeredFrom, offeredUntil, priceValidUntil, ...offer }) => ({
      ...offer,
      offeredUntilMs: offeredUntil === undefined ? null : DateTime.toEpochMillis(offeredUntil),
      offeredFromMs: offeredFrom === undefined ? null : DateTime.toEpochMillis(offeredFrom),
      priceValidUntilMs: priceValidUntil === null ? null : DateTime.toEpochMillis(priceValidUntil)
    })),
    dates: [...facts.dates, ...metaFacts(metas, source)],
    versions: facts.versions,
    selected: selectFirst(document, selectors, hides),
    lang: elements.find(({ name }) => name === "html")?.attribs["lang"]?.trim().toLowerCase().slice(0, 20) || null,
    canonicalUrl: links(elements, "canonical", answered)[0] ?? null,
    feeds: links(elements, "alternate", answered, /^application\/(?:rss\+xml|atom\+xml|feed\+json|rdf\+xml)/i).slice(0, 5),
    refresh,
    rest: isCutOff(document, source) ? "lost" : endsAtPaywall(blocks) ? "left_out" : null
  })
}

const readXml = (request: DocumentRequest): DocumentOutcome => {
  const document = parseHtml(request.source, { xml: true })
  if (document === null) return tookTooLong
  const feed = feedContent(document, request.source)
  const selected = request.selectors.map((selector) => [selector, null] as const)
  return content(
    feed === null
      ? { ...textContent(request.source, request.selectors), rest: isCutOff(document, request.source) ? "lost" : null }
      : { ...feed, selected }
  )
}

/** A document as its content. Pure and synchronous, so that it can run anywhere; bounded by itself but for its selectors. */
export const readDocument = (request: DocumentRequest): DocumentOutcome => {
  switch (request.kind) {
    case "html":
      return readHtml(request)
    case "xml":
      return readXml(request)
    case "json":
      return content(jsonContent(request.source, request.selectors))
    case "plain":
      return content(textContent(request.source, request.selectors))
  }
}

import { type Page, PageBlocked, PageRefused } from "@vedette/domain"
import { type Document, type Element, isTag } from "domhandler"
import * as Effect from "effect/Effect"
import { blockedBy } from "./blockedBy.ts"
import { isJsonLd, jsonLdClaims } from "./jsonLdClaims.ts"
import { mergeOffers } from "./mergeOffers.ts"
import { microdataClaims } from "./microdataClaims.ts"
import { nameOf } from "./OfferClaim.ts"
import { openGraphClaim } from "./openGraphClaim.ts"
import { parseHtml } from "./parseHtml.ts"
import { isSelectable, selectFirst } from "./selectFirst.ts"
import { visibleBlocks } from "./visibleBlocks.ts"

/** What of a page is in its bytes. */
export interface DocumentContent {
  readonly title: string | null
  readonly blocks: ReadonlyArray<string>
  readonly offers: Page["offers"]
  readonly selected: ReadonlyMap<string, string | null>
}

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

/** Title, text, offers and selections of an HTML document, or why it is none. */
export const readHtml = Effect.fnUntraced(function*(html: string, request: {
  readonly selectors: ReadonlyArray<string>
  readonly asked: URL
  readonly answered: URL
}) {
  const document = yield* parseHtml(html)
  const elements = elementsOf(document)
  // A `title` inside an image (`svg`) is that image's.
  const titleElement = elements.find((element) =>
    element.name === "title" && !(element.parent !== null && isTag(element.parent) && element.parent.name === "svg")
  )
  const title = titleElement === undefined ? null : nameOf(visibleBlocks(titleElement).join(" "))
  const blocks = visibleBlocks(document)
  const preview = openGraphClaim(elements.filter(({ name }) => name === "meta"), html)
  const offers = mergeOffers([
    ...jsonLdClaims(elements.filter(isJsonLd)),
    ...microdataClaims(document, html),
    ...(preview === null ? [] : [preview])
  ])
  const wall = blockedBy({ ...request, title, text: blocks.join("\n"), html, hasOffers: offers.length > 0 })
  if (wall !== null) return yield* new PageBlocked({ message: wall })
  if (request.selectors.length > 0 && !isSelectable(document)) {
    return yield* new PageRefused({ message: "The page is too large or too deep for a selector; watch the whole page." })
  }
  const content: DocumentContent = { title, blocks, offers, selected: selectFirst(document, request.selectors) }
  return content
})

/** Nesting up to which JSON is laid out: beyond it the indentation would weigh more than the data. */
const maxJsonDepth = 20

const depthOf = (json: string): number => {
  let depth = 0
  let deepest = 0
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at)
    if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, ++depth)
    else if (code === 0x7d || code === 0x5d) depth -= 1
  }
  return deepest
}

const linesOf = (text: string): ReadonlyArray<string> =>
  text.split(/\r\n|\r|\n/).map((line) => line.replace(/\s+/g, " ").trim()).filter((line) => line !== "")

/** A document without markup: JSON one property a line, other text line by line. Selectors select nothing in it. */
export const readPlain = (text: string, isJson: boolean, selectors: ReadonlyArray<string>): DocumentContent => {
  const laidOut = () => {
    try {
      return depthOf(text) <= maxJsonDepth ? JSON.stringify(JSON.parse(text), null, 1) : text
    } catch {
      return text
    }
  }
  return {
    title: null,
    blocks: linesOf(isJson ? laidOut() : text),
    offers: [],
    selected: new Map(selectors.map((selector) => [selector, null]))
  }
}

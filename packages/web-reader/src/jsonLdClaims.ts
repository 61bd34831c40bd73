import { type Element, isText } from "domhandler"
import { maxSnippet, type OfferClaim } from "./OfferClaim.ts"
import { isNode, type SchemaNode } from "./SchemaNode.ts"
import { schemaOrgClaims } from "./schemaOrgClaims.ts"
import { isStated } from "./structuredPrice.ts"

/** Scripts are sometimes wrapped for parsers of the last century. */
const wrapping = /^\s*(?:<!--|\/\/\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|\/\/\s*\]\]>|\]\]>)\s*$/g

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")

/** How far the snippet reaches back from the value: enough for a short name or a currency that stands before it. */
const lead = 80

/** The source around `"key": value`, beginning after the value that was shown last, so that twin offers show their own. */
const sourceOf = (source: string, after: number, patterns: ReadonlyArray<string>): { text: string; end: number } | null => {
  for (const pattern of patterns) {
    const expression = new RegExp(pattern, "g")
    expression.lastIndex = after
    const match = expression.exec(source) ?? new RegExp(pattern).exec(source)
    if (match === null) continue
    const start = Math.max(0, match.index - lead)
    return { text: source.slice(start, start + maxSnippet).trim(), end: match.index + match[0].length }
  }
  return null
}

const patternsOf = (offer: SchemaNode): ReadonlyArray<string> => {
  const specifications = [offer["priceSpecification"]].flat().filter(isNode)
  const stated = [offer["price"], offer["lowPrice"], ...specifications.map((one) => one["price"])].find(isStated)
  const price = typeof stated === "number" || typeof stated === "string" ? stated : undefined
  const availability = typeof offer["availability"] === "string" ? offer["availability"].split(/[/#]/).at(-1) : undefined
  return [
    ...(price === undefined ? [] : [`"(?:low)?[pP]rice"\\s*:\\s*"?${escaped(String(price))}`]),
    // 1299.00 is the number 1299 by the time it is read.
    ...(typeof price === "number" ? [`"(?:low)?[pP]rice"\\s*:\\s*${escaped(String(price))}(?:\\.0+)?`] : []),
    ...(availability === undefined ? [] : [`"availability"\\s*:\\s*"[^"]{0,80}${escaped(availability)}`])
  ]
}

/** The offers in a page's JSON-LD scripts, of which each is read by itself: one that is broken takes no other with it. */
export const jsonLdClaims = (scripts: ReadonlyArray<Element>): ReadonlyArray<OfferClaim> => {
  const roots: Array<unknown> = []
  const sources: Array<string> = []
  for (const script of scripts) {
    const source = script.children.filter(isText).map((text) => text.data).join("").replace(wrapping, "")
    try {
      roots.push(JSON.parse(source))
      sources.push(source)
    } catch {
      // Broken data says nothing; the page's other formats may.
    }
  }
  const shownUntil = sources.map(() => 0)
  return schemaOrgClaims(roots, "json-ld", (offer) => {
    const patterns = patternsOf(offer)
    for (const [index, source] of sources.entries()) {
      const found = sourceOf(source, shownUntil[index] ?? 0, patterns)
      if (found === null) continue
      shownUntil[index] = found.end
      return found.text
    }
    return ""
  })
}

export const isJsonLd = (element: Element): boolean =>
  element.name === "script" && /^\s*application\/ld\+json\b/i.test(element.attribs["type"] ?? "")


import { type AnyNode, type Document, type Element, isTag } from "domhandler"
import { maxSnippet, type OfferClaim } from "./OfferClaim.ts"
import type { SchemaNode } from "./SchemaNode.ts"
import { schemaOrgClaims } from "./schemaOrgClaims.ts"
import { roleOf, struck, visibleBlocks } from "./visibleBlocks.ts"

/** Where an element's value stands when it is not its text (HTML standard, microdata, "values"). */
const attributes: Readonly<Record<string, string>> = {
  a: "href",
  area: "href",
  data: "value",
  img: "src",
  link: "href",
  meta: "content",
  meter: "value",
  time: "datetime"
}

const valueOf = (element: Element): string => {
  const attribute = attributes[element.name]
  // schema.org lets `content` override the text of any element: `<span itemprop="price" content="279.99">$279</span>`.
  return element.attribs["content"] ?? (attribute === undefined ? undefined : element.attribs[attribute]) ??
    visibleBlocks(element).join(" ")
}

type Scope = Record<string, unknown>

/** Properties written as text within each other: a shop nests two. Each is read with all that is in it, so their depth is work squared. */
const maxWithin = 16

const append = (scope: Scope, name: string, value: unknown) => {
  const before = Object.hasOwn(scope, name) ? scope[name] : undefined
  Object.defineProperty(scope, name, {
    value: before === undefined ? value : [before, value].flat(),
    configurable: true,
    enumerable: true,
    writable: true
  })
}

/** RDFa Lite says the same with other attributes: `typeof` for `itemscope`, `property` for `itemprop`, each perhaps with the vocabulary's prefix. */
const withoutPrefix = (name: string): string => name.replace(/^schema:/u, "")
/** `og:title` is a property of the page and of no item. */
const namesIn = ({ attribs }: Element): ReadonlyArray<string> =>
  [...new Set((attribs["itemprop"] ?? attribs["property"])?.trim().split(/\s+/).map(withoutPrefix).filter((name) => name !== "" && !name.includes(":")))]
const typesIn = ({ attribs }: Element): ReadonlyArray<string> | null =>
  attribs["itemscope"] === undefined && attribs["typeof"] === undefined ? null : (attribs["itemtype"] ?? attribs["typeof"])?.trim().split(/\s+/).map(withoutPrefix) ?? []

/** The offers in a page's microdata or RDFa Lite. Properties are the nearest item's; `itemref` is not followed. */
export const microdataClaims = (document: Document, html: string): ReadonlyArray<OfferClaim> => {
  const roots: Array<Scope> = []
  const sources = new WeakMap<object, Map<string, string>>()
  const pending: Array<{ readonly node: AnyNode; readonly scope: Scope | null; readonly within: number }> = [{ node: document, scope: null, within: 0 }]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    // What is crossed out is said no more.
    if (isTag(next.node) && struck.has(next.node.name)) continue
    let { scope, within } = next
    if (isTag(next.node)) {
      const element = next.node
      const names = namesIn(element)
      const types = typesIn(element)
      const outer = scope
      if (types !== null) {
        scope = { "@type": types }
        sources.set(scope, new Map())
        if (outer === null || names.length === 0) roots.push(scope)
      }
      const isText = types === null && names.length > 0
      if (isText) within += 1
      if (outer !== null && names.length > 0 && !(isText && within > maxWithin)) {
        const value = isText ? valueOf(element) : scope
        const source = html.slice(element.startIndex ?? 0, (element.endIndex ?? -1) + 1).slice(0, maxSnippet)
        const kept = sources.get(outer)
        for (const name of names) {
          append(outer, name, value)
          if (kept !== undefined && !kept.has(name)) kept.set(name, source)
        }
      }
    }
    // Whoever writes a comment may write markup into it.
    if ("children" in next.node && !(isTag(next.node) && typesIn(next.node) === null && roleOf(next.node) === "remark")) {
      for (let index = next.node.children.length - 1; index >= 0; index--) {
        const node = next.node.children[index]
        if (node !== undefined) pending.push({ node, scope, within })
      }
    }
  }
  return schemaOrgClaims(roots, "microdata", (offer: SchemaNode) => {
    const kept = sources.get(offer)
    return kept?.get("price") ?? kept?.get("lowPrice") ?? kept?.get("availability") ?? ""
  })
}

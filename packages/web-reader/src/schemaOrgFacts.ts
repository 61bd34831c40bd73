import type { PageDate, PageVersion } from "@vedette/domain"
import { type Element, isText } from "domhandler"
import { maxSnippet, nameOf } from "./OfferClaim.ts"
import { isNode, listOf, type SchemaNode } from "./SchemaNode.ts"

/** Nodes looked at in one document. */
const maxNodes = 20_000
const maxFacts = 100

const dateFields: ReadonlyArray<readonly [field: string, kind: PageDate["kind"]]> = [
  ["startDate", "event"], ["releaseDate", "release"], ["availabilityStarts", "release"], ["datePublished", "published"], ["dateModified", "modified"]
]
/** An event that is called off has no date to wait for. */
const isOff = (node: SchemaNode): boolean => /Event(?:Cancelled|Postponed|Rescheduled)$/u.test(String(node["eventStatus"] ?? ""))
/** Of a review or comment the date says nothing about the page. */
const others = new Set(["review", "reviews", "comment", "isRelatedTo", "isSimilarTo", "aggregateRating", "author", "publisher"])

/** Dates and versions in a page's JSON-LD. */
export const schemaOrgFacts = (scripts: ReadonlyArray<Element>): { readonly dates: ReadonlyArray<PageDate>; readonly versions: ReadonlyArray<PageVersion> } => {
  const dates: Array<PageDate> = []
  const versions: Array<PageVersion> = []
  for (const script of scripts) {
    const source = script.children.filter(isText).map(({ data }) => data).join("")
    const pending: Array<unknown> = []
    try {
      pending.push(JSON.parse(source))
    } catch {
      continue
    }
    const snippetOf = (field: string, value: string): string => {
      const at = source.search(new RegExp(`"${field}"\\s*:\\s*"${value.slice(0, 40).replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")}`))
      return at < 0 ? "" : source.slice(Math.max(0, at - 60), at + maxSnippet - 60).trim().slice(0, maxSnippet)
    }
    for (let seen = 0; pending.length > 0 && seen < maxNodes; seen++) {
      const next = pending.pop()
      if (Array.isArray(next)) pending.push(...next.slice(0, maxNodes))
      if (!isNode(next)) continue
      const name = nameOf(next["name"]) ?? nameOf(next["headline"])
      for (const [field, kind] of isOff(next) ? [] : dateFields) {
        const at = listOf(next[field]).find((value) => typeof value === "string")
        const snippet = typeof at === "string" ? snippetOf(field, at) : ""
        if (typeof at === "string" && snippet !== "" && dates.length < maxFacts) dates.push({ kind, name, at: at.trim(), snippet })
      }
      const version = next["softwareVersion"]
      if ((typeof version === "string" || typeof version === "number") && versions.length < maxFacts) {
        const text = String(version).trim()
        const snippet = snippetOf("softwareVersion", text)
        if (snippet !== "") versions.push({ name, version: text, snippet })
      }
      for (const [key, value] of Object.entries(next)) if (typeof value === "object" && !others.has(key)) pending.push(value)
    }
  }
  return { dates, versions }
}

const metaDates: Readonly<Record<string, PageDate["kind"]>> = {
  "article:published_time": "published",
  "article:modified_time": "modified",
  "og:updated_time": "modified",
  "date": "published",
  "dc.date": "published",
  "dcterms.modified": "modified",
  "last-modified": "modified"
}

/** When a page says that it was published and changed, by its `meta` elements. */
export const metaFacts = (metas: ReadonlyArray<Element>, html: string): ReadonlyArray<PageDate> =>
  metas.flatMap((meta) => {
    const name = (meta.attribs["property"] ?? meta.attribs["name"])?.trim().toLowerCase() ?? ""
    const kind = Object.hasOwn(metaDates, name) ? metaDates[name] : undefined
    const at = meta.attribs["content"]?.trim() ?? ""
    return kind === undefined || at === "" ? [] : [{ kind, name: null, at, snippet: html.slice(meta.startIndex ?? 0, (meta.endIndex ?? -1) + 1).slice(0, maxSnippet) }]
  })

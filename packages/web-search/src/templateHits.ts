import type { WebHit } from "@vedette/domain"
import { parseFeed } from "htmlparser2"
import * as Predicate from "effect/Predicate"

/** Where engines, libraries and shops put what they found. */
const lists = [["results"], ["items"], ["web", "results"], ["hits"], ["organic"], ["organic_results"], ["data"], ["entries"], ["articles"], ["documents"]]
const urls = ["url", "link", "href", "uri", "permalink"]
const titles = ["title", "name", "headline"]
const snippets = ["snippet", "content", "description", "summary", "text", "abstract", "content_text"]

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => Predicate.isObject(value) && !Array.isArray(value)

const textOf = (value: Readonly<Record<string, unknown>>, names: ReadonlyArray<string>): string => {
  const found = names.map((name) => value[name]).find((one) => typeof one === "string" && one.trim() !== "")
  return typeof found === "string" ? found : ""
}

const listIn = (json: unknown): ReadonlyArray<unknown> | null => {
  if (Array.isArray(json)) return json
  for (const path of lists) {
    const found = path.reduce<unknown>((value, key) => isRecord(value) ? value[key] : undefined, json)
    if (Array.isArray(found)) return found
  }
  return null
}

const jsonHits = (body: string): ReadonlyArray<WebHit> | null => {
  try {
    return listIn(JSON.parse(body))?.flatMap((entry) => {
      const url = isRecord(entry) ? textOf(entry, urls) : typeof entry === "string" ? entry : ""
      return url === "" ? [] : [{ url, title: isRecord(entry) ? textOf(entry, titles) || url : url, snippet: isRecord(entry) ? textOf(entry, snippets) : "" }]
    }) ?? null
  } catch {
    return null
  }
}

/** The hits in what a search answered, as a feed (RSS, Atom, RDF) or as JSON; null where it is neither. */
export const templateHits = (body: string): ReadonlyArray<WebHit> | null => {
  if (/^\s*[[{]/.test(body)) return jsonHits(body)
  const feed = parseFeed(body)
  return feed === null
    ? null
    : feed.items.flatMap(({ description, link, title }) => link === undefined ? [] : [{ url: link, title: title ?? link, snippet: description?.replace(/<[^>]*>/g, " ") ?? "" }])
}

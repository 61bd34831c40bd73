import type { WebHit } from "@vedette/domain"
import * as Effect from "effect/Effect"
import type { Responder, ServedResponse } from "../fakes/FakeWeb.ts"

const json = (value: unknown, status = 200): ServedResponse => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(value)
})

type Find = (query: string) => ReadonlyArray<WebHit>

const parse = (body: string | undefined): Readonly<Record<string, unknown>> => JSON.parse(body ?? "{}") as Record<string, unknown>

/**
 * Stand-ins for search engines, written from their documentation: what each refuses, where it wants its key, and the form of its answer.
 * They have not been held against the engines themselves.
 */
export const searchEngines = {
  /** Answers JSON only where its settings list it; else 403, as SearXNG does. */
  searxng: (find: Find, options: { readonly formats: ReadonlyArray<string> } = { formats: ["html", "json"] }): Responder => ({ url }) => {
    const { pathname, searchParams } = new URL(url)
    if (pathname !== "/search") return Effect.succeed({ status: 404 })
    if (!options.formats.includes(searchParams.get("format") ?? "html")) return Effect.succeed({ status: 403, body: "Forbidden" })
    const query = searchParams.get("q") ?? ""
    return Effect.succeed(json({
      query,
      number_of_results: 0,
      results: find(query).map(({ snippet, title, url }) => ({
        url,
        title,
        content: snippet,
        engine: "stand-in",
        parsed_url: [],
        score: 1,
        category: "general"
      })),
      answers: [],
      infoboxes: [],
      suggestions: [],
      unresponsive_engines: []
    }))
  },

  brave: (find: Find, key: string): Responder => ({ headers, url }) => {
    const { pathname, searchParams } = new URL(url)
    if (pathname !== "/res/v1/web/search") return Effect.succeed({ status: 404 })
    if (headers?.["x-subscription-token"] !== key) {
      return Effect.succeed(json({ type: "ErrorResponse", error: { code: "SUBSCRIPTION_TOKEN_INVALID", status: 422 } }, 422))
    }
    const hits = find(searchParams.get("q") ?? "").slice(0, Number(searchParams.get("count") ?? 20))
    return Effect.succeed(json({
      type: "search",
      query: { original: searchParams.get("q") },
      ...(hits.length === 0 ? {} : {
        web: {
          type: "search",
          results: hits.map(({ snippet, title, url }) => ({ type: "search_result", url, title, description: snippet }))
        }
      })
    }))
  },

  tavily: (find: Find, key: string): Responder => ({ body, headers, method, url }) => {
    if (new URL(url).pathname !== "/search" || method !== "POST") return Effect.succeed({ status: 404 })
    if (headers?.["authorization"] !== `Bearer ${key}`) {
      return Effect.succeed(json({ detail: { error: "Unauthorized: missing or invalid API key." } }, 401))
    }
    const { max_results, query } = parse(body)
    return Effect.succeed(json({
      query,
      answer: null,
      images: [],
      results: find(String(query)).slice(0, Number(max_results ?? 5)).map(({ snippet, title, url }) => ({
        title,
        url,
        content: snippet,
        score: 0.9,
        raw_content: null
      })),
      response_time: 0.5
    }))
  },

  exa: (find: Find, key: string): Responder => ({ body, headers, method, url }) => {
    if (new URL(url).pathname !== "/search" || method !== "POST") return Effect.succeed({ status: 404 })
    if (headers?.["x-api-key"] !== key) return Effect.succeed(json({ requestId: "r", error: "Invalid API key", tag: "INVALID_API_KEY" }, 401))
    const { numResults, query } = parse(body)
    return Effect.succeed(json({
      requestId: "r",
      resolvedSearchType: "neural",
      results: find(String(query)).slice(0, Number(numResults ?? 10)).map(({ title, url }) => ({ id: url, url, title, publishedDate: null, author: null })),
      costDollars: { total: 0.005 }
    }))
  }
}

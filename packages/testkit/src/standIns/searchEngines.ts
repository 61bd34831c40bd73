import type { WebHit } from "@vedette/domain"
import * as Effect from "effect/Effect"
import type { Responder, ServedResponse } from "../fakes/FakeWeb.ts"

const json = (value: unknown, status = 200): ServedResponse => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(value)
})

type Find = (query: string) => ReadonlyArray<WebHit>

const isLong = (query: string, words = Number.POSITIVE_INFINITY): boolean => query.length > 400 || query.split(/\s+/u).length > words

const parse = (body: string | undefined): Readonly<Record<string, unknown>> => JSON.parse(body ?? "{}") as Record<string, unknown>

/**
 * Stand-ins for search engines, written from their documentation: what each refuses, where it wants its key, and the form of its answer.
 * They have not been held against the engines themselves.
 */
export const searchEngines = {
  /** Answers JSON only where its settings list it; else 403, as SearXNG does. */
  searxng: (
    find: Find,
    options: { readonly formats?: ReadonlyArray<string>; readonly unresponsive?: ReadonlyArray<readonly [engine: string, why: string]> } = {}
  ): Responder =>
  ({ url }) => {
    const { pathname, searchParams } = new URL(url)
    if (pathname !== "/search") return Effect.succeed({ status: 404 })
    if (!(options.formats ?? ["html", "json"]).includes(searchParams.get("format") ?? "html")) {
      return Effect.succeed({ status: 403, body: "Forbidden" })
    }
    const query = searchParams.get("q") ?? ""
    if (query.trim() === "") return Effect.succeed({ status: 400, body: "No query" })
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
      unresponsive_engines: options.unresponsive ?? []
    }))
  },

  brave: (find: Find, key: string): Responder => ({ headers, url }) => {
    const { pathname, searchParams } = new URL(url)
    if (pathname !== "/res/v1/web/search") return Effect.succeed({ status: 404 })
    if (headers?.["x-subscription-token"] !== key) {
      return Effect.succeed(json({ type: "ErrorResponse", error: { code: "SUBSCRIPTION_TOKEN_INVALID", status: 422 } }, 422))
    }
    const query = searchParams.get("q") ?? ""
    if (query === "" || isLong(query, 50) || Number(searchParams.get("count") ?? 20) > 20) {
      return Effect.succeed(json({ type: "ErrorResponse", error: { code: "VALIDATION", status: 422 } }, 422))
    }
    const hits = find(query).slice(0, Number(searchParams.get("count") ?? 20))
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
    if (typeof query !== "string" || isLong(query) || Number(max_results ?? 5) > 20) {
      return Effect.succeed(json({ detail: { error: "Invalid request." } }, 400))
    }
    return Effect.succeed(json({
      query,
      answer: null,
      images: [],
      results: find(query).slice(0, Number(max_results ?? 5)).map(({ snippet, title, url }) => ({
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
    if (typeof query !== "string" || Number(numResults ?? 10) > 100) {
      return Effect.succeed(json({ requestId: "r", error: "Invalid request body", tag: "INVALID_REQUEST_BODY" }, 400))
    }
    return Effect.succeed(json({
      requestId: "r",
      resolvedSearchType: "neural",
      results: find(query).slice(0, Number(numResults ?? 10)).map(({ title, url }) => ({ id: url, url, title, publishedDate: null, author: null })),
      costDollars: { total: 0.005 }
    }))
  }
}

/** How each engine says that it will not, in its own documented form. */
export const engineRefusals = {
  /** A number a window: requests per second and per month. A window with a limit of 0 is none. */
  brave: (windows: { readonly limit: string; readonly remaining: string; readonly reset: string }): ServedResponse => ({
    ...json({
      type: "ErrorResponse",
      error: { id: "stand-in", status: 429, code: "RATE_LIMITED", detail: "Request rate limit exceeded for plan." },
      time: 0
    }, 429),
    headers: { "x-ratelimit-limit": windows.limit, "x-ratelimit-remaining": windows.remaining, "x-ratelimit-reset": windows.reset }
  }),
  /** 429: too many requests; 432: the plan is used up; 433: so is what was set for paying as one goes. */
  tavily: (status: 429 | 432 | 433, headers: Readonly<Record<string, string>> = {}): ServedResponse => ({
    ...json({ detail: { error: "This request exceeds a limit." } }, status),
    headers
  }),
  exa: (status: 402 | 429, tag: string): ServedResponse => json({ requestId: "r", error: "Stand-in.", tag }, status),
  /** The limiter in front of an instance answers pages, whatever was asked for. */
  searxng: { status: 429, headers: { "content-type": "text/html" }, body: "<h1>Too Many Requests</h1>" } satisfies ServedResponse
}

import { SearchMisconfigured, SearchRateLimited } from "@vedette/domain"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { costOf, type KeyedOptions } from "./KeyedOptions.ts"
import type { Provider, Refusal } from "./Provider.ts"
import { providerSearch } from "./providerSearch.ts"
import { readHits } from "./readHits.ts"

const Answer = Schema.Struct({
  // Left out where nothing was found.
  web: Schema.optionalKey(Schema.Struct({
    results: Schema.Array(Schema.Struct({
      url: Schema.String,
      title: Schema.String,
      description: Schema.optionalKey(Schema.String)
    }))
  }))
})

/** Brave's own limit. */
const maxCount = 20

/** `X-RateLimit-Remaining: 1, 0` and `X-RateLimit-Reset: 1, 1419704`: per window, seconds. The wait is that of the longest one used up. */
const waitMs = ({ headers }: Refusal): number | null => {
  const numbers = (name: string) => (headers[name] ?? "").split(",").map((part) => Number.parseInt(part, 10))
  const remaining = numbers("x-ratelimit-remaining")
  const resets = numbers("x-ratelimit-reset")
  const waits = resets.filter((seconds, window) => Number.isFinite(seconds) && remaining[window] === 0)
  return waits.length === 0 ? null : Math.max(...waits) * 1_000
}

const provider = (apiKey: Redacted.Redacted, baseUrl: string): Provider => ({
  name: "Brave Search",
  request: (query, limit) => ({
    url: `${baseUrl}/res/v1/web/search?${new URLSearchParams({
      // Longer queries are refused with 422.
      q: query.slice(0, 400),
      count: String(Math.min(limit, maxCount)),
      text_decorations: "false"
    }).toString()}`,
    headers: { accept: "application/json", "x-subscription-token": Redacted.value(apiKey) }
  }),
  hits: readHits(Answer, ({ web }) => (web?.results ?? []).map(({ description, title, url }) => ({ url, title, snippet: description ?? "" }))),
  refusal: (answer) =>
    answer.status === 429
      ? new SearchRateLimited({ message: "Brave Search has had enough requests for now (429).", retryAfterMs: waitMs(answer) })
      // An unknown token is a validation error there.
      : answer.status === 422 && answer.body.includes("SUBSCRIPTION_TOKEN_INVALID")
      ? new SearchMisconfigured({ message: "Brave Search does not accept its key (422)." })
      : null
})

/**
 * `WebSearch` by the Brave Search API.
 *
 * @see https://api-dashboard.search.brave.com/app/documentation/web-search
 */
const layer = (options: KeyedOptions) =>
  providerSearch(provider(options.apiKey, options.baseUrl ?? "https://api.search.brave.com"), costOf(options))

export const BraveSearch = { layer }

import { MAX_RETRY_AFTER_MS, SearchMisconfigured, SearchRateLimited, type SearchReason } from "@vedette/domain"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { boundedQuery } from "./boundedQuery.ts"
import { costOf, type KeyedOptions } from "./KeyedOptions.ts"
import type { Provider, Refusal } from "./Provider.ts"
import { providerSearch } from "./providerSearch.ts"
import { readHits } from "./readHits.ts"

const Answer = Schema.Struct({
  // Left out where nothing was found.
  web: Schema.optionalKey(Schema.NullOr(Schema.Struct({ results: Schema.Array(Schema.Unknown) })))
})
const Found = Schema.Struct({
  url: Schema.String,
  title: Schema.optionalKey(Schema.NullOr(Schema.String)),
  description: Schema.optionalKey(Schema.NullOr(Schema.String))
})

/** Brave's own limits; what is beyond them is refused with 422. */
const maxCount = 20
const most = { characters: 400, words: 50 }

/**
 * The wait of the longest window that is used up, of `X-RateLimit-Limit: 1, 2000`, `X-RateLimit-Remaining: 0, 1200` and
 * `X-RateLimit-Reset: 1, 1419704`: one number a window, resets in seconds. There is no `Retry-After`.
 *
 * A window with a limit of 0 is none: keys that pay per request have no month (`50, 0`), and always 0 of it remaining. Where no window is
 * said to be used up it was the shortest, whose count has moved on by the time it is told.
 */
const waitMs = ({ headers }: Refusal): number | null => {
  const numbers = (name: string) => (headers[name] ?? "").split(",").map((part) => Number.parseInt(part, 10))
  const limits = numbers("x-ratelimit-limit")
  const remaining = numbers("x-ratelimit-remaining")
  const windows = numbers("x-ratelimit-reset").map((seconds, window) => ({ seconds, isUsedUp: remaining[window] === 0, isLimit: limits[window] !== 0 }))
    .filter(({ isLimit, seconds }) => isLimit && Number.isFinite(seconds))
  const usedUp = windows.filter((window) => window.isUsedUp).map(({ seconds }) => seconds)
  if (usedUp.length > 0) return Math.max(...usedUp) * 1_000
  return windows.length === 0 ? null : Math.min(...windows.map(({ seconds }) => seconds)) * 1_000
}

const limited = (answer: Refusal): SearchReason => {
  const wait = waitMs(answer)
  // A month is not waited out by a run: it fails, and its task looks again within a day and says until then that it could not.
  return wait !== null && wait > MAX_RETRY_AFTER_MS
    ? new SearchMisconfigured({ message: `The quota of the Brave Search key is used up (429); it is renewed in ${Math.ceil(wait / 86_400_000)} days.` })
    : new SearchRateLimited({ message: "Brave Search has had enough requests for now (429).", retryAfterMs: wait })
}

const provider = (apiKey: Redacted.Redacted, baseUrl: string): Provider => ({
  name: "Brave Search",
  baseUrl,
  request: (query, limit) => ({
    url: `${baseUrl}/res/v1/web/search?${new URLSearchParams({
      q: boundedQuery(query, most),
      count: String(Math.min(limit, maxCount)),
      text_decorations: "false"
    }).toString()}`,
    headers: { accept: "application/json", "x-subscription-token": Redacted.value(apiKey) }
  }),
  hits: readHits(Answer, ({ web }) => web?.results ?? [], Found, ({ description, title, url }) => ({ url, title: title ?? url, snippet: description ?? "" })),
  refusal: (answer) =>
    answer.status === 429
      ? limited(answer)
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

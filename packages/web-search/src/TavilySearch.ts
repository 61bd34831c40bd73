import { SearchMisconfigured } from "@vedette/domain"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { boundedQuery } from "./boundedQuery.ts"
import { costOf, type KeyedOptions } from "./KeyedOptions.ts"
import type { Provider } from "./Provider.ts"
import { providerSearch } from "./providerSearch.ts"
import { readHits } from "./readHits.ts"

const Answer = Schema.Struct({ results: Schema.Array(Schema.Unknown) })
const Found = Schema.Struct({
  url: Schema.String,
  title: Schema.optionalKey(Schema.NullOr(Schema.String)),
  content: Schema.optionalKey(Schema.NullOr(Schema.String))
})

/** Tavily's own limits. */
const maxResults = 20
const maxCharacters = 400

const provider = (apiKey: Redacted.Redacted, baseUrl: string): Provider => ({
  name: "Tavily",
  baseUrl,
  request: (query, limit) => ({
    url: `${baseUrl}/search`,
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${Redacted.value(apiKey)}` },
    // Its own answer and its copies of pages are not asked for: only what we read ourselves is evidence.
    body: JSON.stringify({
      query: boundedQuery(query, { characters: maxCharacters }),
      max_results: Math.min(limit, maxResults),
      search_depth: "basic",
      include_answer: false,
      include_raw_content: false
    })
  }),
  hits: readHits(Answer, ({ results }) => results, Found, ({ content, title, url }) => ({ url, title: title ?? url, snippet: content ?? "" })),
  refusal: ({ status }) =>
    // Statuses of its own: the plan's limit, and the one set for paying as one goes.
    status === 432 || status === 433
      ? new SearchMisconfigured({ message: `The plan of the Tavily key is used up (${status}).` })
      : null
})

/**
 * `WebSearch` by Tavily.
 *
 * @see https://docs.tavily.com/documentation/api-reference/endpoint/search
 */
const layer = (options: KeyedOptions) =>
  providerSearch(provider(options.apiKey, options.baseUrl ?? "https://api.tavily.com"), costOf(options))

export const TavilySearch = { layer }

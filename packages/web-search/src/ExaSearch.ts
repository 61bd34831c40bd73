import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { costOf, type KeyedOptions } from "./KeyedOptions.ts"
import type { Provider } from "./Provider.ts"
import { providerSearch } from "./providerSearch.ts"
import { readHits } from "./readHits.ts"

const Answer = Schema.Struct({ results: Schema.Array(Schema.Unknown) })
const Found = Schema.Struct({ url: Schema.String, title: Schema.optionalKey(Schema.NullOr(Schema.String)) })

/** Exa's own limit. */
const maxResults = 100

const provider = (apiKey: Redacted.Redacted, baseUrl: string): Provider => ({
  name: "Exa",
  baseUrl,
  request: (query, limit) => ({
    url: `${baseUrl}/search`,
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": Redacted.value(apiKey) },
    // Nothing of the pages is asked for: contents and highlights cost extra, and only what we read ourselves is evidence.
    body: JSON.stringify({ query, numResults: Math.min(limit, maxResults), type: "auto" })
  }),
  hits: readHits(Answer, ({ results }) => results, Found, ({ title, url }) => ({ url, title: title ?? url, snippet: "" })),
  // Its statuses have their usual meaning: 402 is a budget or credits used up, 429 a limit per second.
  refusal: () => null
})

/**
 * `WebSearch` by Exa.
 *
 * @see https://exa.ai/docs/reference/search
 */
const layer = (options: KeyedOptions) =>
  providerSearch(provider(options.apiKey, options.baseUrl ?? "https://api.exa.ai"), costOf(options))

export const ExaSearch = { layer }

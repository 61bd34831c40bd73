import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { costOf, type KeyedOptions } from "./KeyedOptions.ts"
import type { Provider } from "./Provider.ts"
import { providerSearch } from "./providerSearch.ts"
import { readHits } from "./readHits.ts"

const Answer = Schema.Struct({
  results: Schema.Array(Schema.Struct({
    url: Schema.String,
    title: Schema.optionalKey(Schema.NullOr(Schema.String)),
    highlights: Schema.optionalKey(Schema.Array(Schema.String))
  }))
})

const provider = (apiKey: Redacted.Redacted, baseUrl: string): Provider => ({
  name: "Exa",
  request: (query, limit) => ({
    url: `${baseUrl}/search`,
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": Redacted.value(apiKey) },
    body: JSON.stringify({ query, numResults: limit, type: "auto" })
  }),
  hits: readHits(Answer, ({ results }) =>
    results.map(({ highlights, title, url }) => ({ url, title: title ?? url, snippet: (highlights ?? []).join(" ") }))),
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

import { SearchMisconfigured } from "@vedette/domain"
import * as Schema from "effect/Schema"
import type { Provider } from "./Provider.ts"
import { providerSearch } from "./providerSearch.ts"
import { readHits } from "./readHits.ts"

const Answer = Schema.Struct({
  results: Schema.Array(Schema.Struct({
    url: Schema.String,
    title: Schema.NullOr(Schema.String).pipe(Schema.optionalKey),
    content: Schema.NullOr(Schema.String).pipe(Schema.optionalKey)
  }))
})

const provider = (baseUrl: string): Provider => ({
  name: "SearXNG",
  // It has no parameter for the number of results; what is too much is dropped.
  request: (query) => ({ url: `${baseUrl}/search?${new URLSearchParams({ q: query, format: "json" }).toString()}` }),
  hits: readHits(Answer, ({ results }) => results.map(({ content, title, url }) => ({ url, title: title ?? url, snippet: content ?? "" }))),
  refusal: ({ status }) =>
    status === 403
      ? new SearchMisconfigured({ message: "SearXNG does not answer in JSON (403): add `json` to `search.formats` in its settings.yml." })
      : null
})

/**
 * `WebSearch` by a SearXNG of one's own. Its `settings.yml` must list `json` under `search.formats`.
 *
 * @param options.baseUrl without `/search`: `http://127.0.0.1:8888`
 * @see https://docs.searxng.org/dev/search_api.html
 */
const layer = (options: { readonly baseUrl: string }) => providerSearch(provider(options.baseUrl.replace(/\/+$/u, "")), 0)

export const SearxngSearch = { layer }

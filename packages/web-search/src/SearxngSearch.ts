import { SearchMisconfigured, SearchUnavailable } from "@vedette/domain"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { Provider } from "./Provider.ts"
import { providerSearch } from "./providerSearch.ts"
import { readHits } from "./readHits.ts"

const Answer = Schema.Struct({
  results: Schema.Array(Schema.Unknown),
  /** Names of engines that it asked in vain, each with why: `["brave", "Suspended: too many requests"]`. */
  unresponsive_engines: Schema.Array(Schema.Unknown).pipe(Schema.optionalKey)
})
const decodeAnswer = Schema.decodeUnknownOption(Answer)
const Found = Schema.Struct({
  url: Schema.String,
  title: Schema.NullOr(Schema.String).pipe(Schema.optionalKey),
  content: Schema.NullOr(Schema.String).pipe(Schema.optionalKey)
})

const provider = (baseUrl: string): Provider => ({
  name: "SearXNG",
  baseUrl,
  // It has no parameter for the number of results; what is too much is dropped.
  request: (query) => ({ url: `${baseUrl.replace(/\/+$/u, "")}/search?${new URLSearchParams({ q: query, format: "json" }).toString()}` }),
  hits: readHits(Answer, ({ results }) => results, Found, ({ content, title, url }) => ({ url, title: title ?? url, snippet: content ?? "" })),
  // 200 with no result is also what it says when every engine behind it has shut it out.
  unanswered: (json) => {
    const silent = Option.getOrNull(decodeAnswer(json))?.unresponsive_engines?.length ?? 0
    return silent === 0
      ? null
      : new SearchUnavailable({ message: `SearXNG found nothing, and ${silent} of the engines behind it did not answer: see its unresponsive_engines.` })
  },
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
const layer = (options: { readonly baseUrl: string }) => providerSearch(provider(options.baseUrl), 0)

export const SearxngSearch = { layer }

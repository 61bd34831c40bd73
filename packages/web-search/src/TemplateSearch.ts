import { HttpFetch, refusedReason, SearchAnswerUnusable, SearchError, type SearchReason, unreachedReason, type WebHit, WebSearch } from "@vedette/domain"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { cleanedHits } from "./cleanedHits.ts"
import { templateHits } from "./templateHits.ts"

const timeoutMs = 10_000
const maxBytes = 1_000_000
/** Templates asked at a time. */
const concurrency = 4

const failed = (reason: SearchReason) => Effect.fail(new SearchError({ reason }))

/** Of each list the first, then of each the second: no engine drowns another. */
const interleaved = (lists: ReadonlyArray<ReadonlyArray<WebHit>>): ReadonlyArray<WebHit> =>
  Array.from({ length: Math.max(0, ...lists.map((list) => list.length)) }, (_, at) => lists.flatMap((list) => list[at] ?? [])).flat()

/**
 * `WebSearch` by URLs with `{query}` in them that answer with a feed or with JSON: SearXNG, a library's catalogue, a shop's own search,
 * a news site's feed of results. Of several, one that fails is left out of what the others found; where these found nothing, the first reason is told.
 *
 * @param options.templates each with `{query}`, which is replaced by the percent-encoded words
 */
const layer = (options: { readonly templates: ReadonlyArray<string> }): Layer.Layer<WebSearch, never, HttpFetch> =>
  Layer.effect(
    WebSearch,
    HttpFetch.use((http) => {
      const ask = Effect.fnUntraced(function*(template: string, query: string) {
        const name = URL.canParse(template) ? new URL(template).hostname : "The search template"
        // Half a surrogate pair, which a cut may leave, cannot be encoded and would throw.
        const url = template.replaceAll("{query}", encodeURIComponent(query.toWellFormed()))
        const answer = yield* http.fetch({ url, timeoutMs, maxBytes, maxRedirects: 2, headers: { accept: "application/json, application/rss+xml, application/atom+xml, */*;q=0.5" } }).pipe(
          Effect.catch((error) => failed(unreachedReason(name, error.reason)))
        )
        if (answer.status !== 200) {
          const told = refusedReason(name, answer, yield* Clock.currentTimeMillis)
          return yield* failed(told ?? new SearchAnswerUnusable({ message: `${name} sent no list (${answer.status}).` }))
        }
        const hits = templateHits(new TextDecoder().decode(answer.body))
        return hits ?? (yield* failed(new SearchAnswerUnusable({ message: `${name} sent neither a feed nor a list in JSON.` })))
      })
      return Effect.succeed(WebSearch.of({
        costMicroUsd: 0,
        search: Effect.fn("TemplateSearch.search")(function*({ limit, query }) {
          const results = yield* Effect.forEach(options.templates, (template) => Effect.result(ask(template, query)), { concurrency })
          const hits = cleanedHits(interleaved(results.filter(Result.isSuccess).map((result) => result.success)), limit)
          const [failure] = results.filter(Result.isFailure)
          // What is not at one of them may be at the other that did not answer.
          return hits.length === 0 && failure !== undefined ? yield* failure.failure : hits
        })
      }))
    })
  )

export const TemplateSearch = { layer }

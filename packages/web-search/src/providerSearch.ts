import { HttpFetch, type HttpFetchError, refusedReason, SearchAnswerUnusable, SearchError, type SearchReason, unreachedReason, WebSearch } from "@vedette/domain"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { cleanedHits } from "./cleanedHits.ts"
import { makeTurns } from "./makeTurns.ts"
import type { Provider } from "./Provider.ts"

/** A search that takes longer leaves no time to read what it found. */
const timeoutMs = 10_000
/** Twenty results with long snippets are 100 kB. */
const maxBytes = 1_000_000
const decodeJson = Schema.decodeUnknownResult(Schema.fromJsonString(Schema.Unknown))

const failed = (reason: SearchReason) => Effect.fail(new SearchError({ reason }))

/**
 * `WebSearch` over one provider's API, through the guarded client.
 *
 * @param costMicroUsd of one search; null where it is not known
 */
export const providerSearch = (provider: Provider, costMicroUsd: number | null): Layer.Layer<WebSearch, never, HttpFetch> =>
  Layer.effect(
    WebSearch,
    HttpFetch.use((http) =>
      Effect.sync(() => {
        const inTurn = makeTurns()
        const unreached = Effect.catch((error: HttpFetchError) => failed(unreachedReason(provider.name, error.reason)))

        const ask = Effect.fnUntraced(function*(query: string, limit: number) {
          const answer = yield* unreached(http.fetch({ timeoutMs, maxBytes, maxRedirects: 0, ...provider.request(query, limit) }))
          const now = yield* Clock.currentTimeMillis
          const body = new TextDecoder().decode(answer.body)
          const said = { status: answer.status, headers: answer.headers, body }
          const refusal = answer.status === 200 ? null : provider.refusal(said, now) ?? refusedReason(provider.name, answer, now)
          if (refusal !== null) return yield* failed(refusal)
          const json = Result.getSuccess(decodeJson(body))
          const hits = Option.flatMap(json, provider.hits)
          if (Option.isNone(hits)) {
            return yield* failed(new SearchAnswerUnusable({ message: `${provider.name} sent an answer that is not in its documented form.` }))
          }
          const unanswered = hits.value.length > 0 ? null : provider.unanswered?.(Option.getOrNull(json)) ?? null
          return unanswered === null ? cleanedHits(hits.value, limit) : yield* failed(unanswered)
        })

        return WebSearch.of({
          costMicroUsd,
          search: Effect.fn(`WebSearch.${provider.name}`)(function*({ limit, query }) {
            // What is put behind a base URL may make a good one of a bad one: `http://` and `/search` name the host `search`.
            yield* unreached(http.check(provider.baseUrl))
            return yield* inTurn(ask(query, limit))
          })
        })
      })
    )
  )

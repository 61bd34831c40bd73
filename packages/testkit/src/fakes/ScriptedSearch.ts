import {
  type Judgement,
  Search,
  SearchError,
  type SearchReason,
  type SearchRequest,
  SearchTimedOut,
  SearchUnavailable
} from "@vedette/domain"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** A judgement, a reason why there is none, or an effect that comes to either (a slow answer, an answer made on the spot). */
export type ScriptedAnswer = Judgement | SearchReason | Effect.Effect<Judgement, SearchError>

const failed = (reason: SearchReason) => Effect.fail(new SearchError({ reason }))

/** The port's law on `met`, held here so that no test rests on a judgement that no search may give. */
const lawful = (judgement: Judgement): Effect.Effect<Judgement> =>
  judgement.verdict !== "met" || (judgement.sources.length > 0 && judgement.quotes.some((quote) => quote.verified))
    ? Effect.succeed(judgement)
    : Effect.die(new Error("The script says met without a verified quote and a source; no search may say that."))

const play = (answer: ScriptedAnswer): Effect.Effect<Judgement, SearchError> => {
  // Reasons before effects: a tagged error is itself an effect, which fails with the bare reason.
  if ("category" in answer) return failed(answer)
  return "verdict" in answer ? lawful(answer) : Effect.flatMap(answer, lawful)
}

/**
 * A search that answers from data, by the task's query: one line a call, the last one stays. A query without a script
 * has no source that can be read.
 */
export class ScriptedSearch extends Context.Service<ScriptedSearch, {
  /** Replaces the script of a query. At least one line. */
  readonly script: (
    searchQuery: string,
    ...answers: readonly [ScriptedAnswer, ...ReadonlyArray<ScriptedAnswer>]
  ) => Effect.Effect<void>
  /** Every request made, oldest first. */
  readonly requests: Effect.Effect<ReadonlyArray<SearchRequest>>
  /** Judgements being made now. */
  readonly open: Effect.Effect<number>
}>()("@vedette/testkit/ScriptedSearch") {
  static readonly layer: Layer.Layer<ScriptedSearch | Search> = Layer.effectContext(Effect.sync(() => {
    const scripts = new Map<string, { readonly answers: ReadonlyArray<ScriptedAnswer>; turn: number }>()
    const requests: Array<SearchRequest> = []
    let open = 0

    const next = (searchQuery: string): Effect.Effect<Judgement, SearchError> => {
      const script = scripts.get(searchQuery)
      const answer = script?.answers[Math.min(script.turn++, script.answers.length - 1)]
      return answer === undefined
        ? failed(new SearchUnavailable({ message: `No answer is scripted for "${searchQuery}".` }))
        : play(answer)
    }

    const judge = Effect.fnUntraced(function*(request: SearchRequest) {
      requests.push(request)
      const left = DateTime.distance(yield* DateTime.now, request.deadline)
      return yield* Effect.acquireUseRelease(
        Effect.sync(() => {
          open += 1
        }),
        () => next(request.searchQuery),
        () =>
          Effect.sync(() => {
            open -= 1
          })
      ).pipe(Effect.timeoutOrElse({
        duration: Duration.max(left, Duration.zero),
        orElse: () => failed(new SearchTimedOut({ message: "No judgement by the deadline." }))
      }))
    })

    return Context.make(Search, Search.of({ judge })).pipe(
      Context.add(
        ScriptedSearch,
        ScriptedSearch.of({
          script: (searchQuery, ...answers) => Effect.sync(() => void scripts.set(searchQuery, { answers, turn: 0 })),
          requests: Effect.sync(() => [...requests]),
          open: Effect.sync(() => open)
        })
      )
    )
  }))
}

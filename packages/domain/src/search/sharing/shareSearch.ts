import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Evaluator } from "../../ports/Evaluator.ts"
import { type Page, PageReader, type PageReaderError } from "../../ports/PageReader.ts"
import { type Plan, Planner, type Question } from "../../ports/Planner.ts"
import type { SearchError } from "../../ports/Search.ts"
import { type WebHit, WebSearch } from "../../ports/WebSearch.ts"
import { noUsage } from "../Judgement.ts"
import { ReadAnew } from "../ReadAnew.ts"
import { orOwnWords } from "../orOwnWords.ts"
import { costsNothing } from "./costsNothing.ts"
import { makeShared } from "./makeShared.ts"

// Sharing is safe because of what the keys hold: an owner's words and what is on the web, and nothing that an owner knows or was told.

/** Case and spacing do not make another question. */
const normalised = (text: string): string => text.normalize("NFKC").toLowerCase().replace(/\s+/gu, " ").trim()

const keyOf = (...parts: ReadonlyArray<string | number>): string => JSON.stringify(parts)

const questionKey = ({ conditionDescription, searchQuery }: Question): string => keyOf(normalised(searchQuery), normalised(conditionDescription))

const dayOf = (now: DateTime.Utc): string => DateTime.formatIso(now).slice(0, 10)

/** A URL as its server sees it: no fragment, the parser's spelling. Nothing else: query parameters are the server's to ignore. */
const canonical = (url: string): string => {
  if (!URL.canParse(url)) return url
  const parsed = new URL(url)
  parsed.hash = ""
  return parsed.href
}

/**
 * One read for all who want the same page with the same selectors at about the same time, but for those who `ReadAnew`.
 *
 * @param keepFor shorter than the shortest interval of a task, or a task reads its own last read again
 */
export const sharedPageReader = (keepFor: Duration.Duration): Layer.Layer<PageReader, never, PageReader> =>
  Layer.effect(
    PageReader,
    PageReader.use((reader) =>
      Effect.sync(() => {
        const share = makeShared<Page, PageReaderError>({ keepFor, capacity: 200 })
        return PageReader.of({
          read: Effect.fnUntraced(function*(request) {
            if (yield* ReadAnew) return yield* reader.read(request)
            const key = keyOf(canonical(request.url), request.feed === true ? "with its feed" : "alone", ...[...request.selectors].sort())
            const { value } = yield* share(key, reader.read(request))
            // The page is another's, the spelling of its URL is the asker's own.
            return { ...value, url: request.url }
          })
        })
      })
    )
  )

/** Search engines change their minds by the hour. */
const hitsKept = Duration.minutes(10)

/** One search for all who ask the same within ten minutes, but for those who `ReadAnew`. */
export const sharedWebSearch: Layer.Layer<WebSearch, never, WebSearch> = Layer.effect(
  WebSearch,
  WebSearch.use((web) =>
    Effect.sync(() => {
      const share = makeShared<ReadonlyArray<WebHit>, SearchError>({ keepFor: hitsKept, capacity: 1_000 })
      return WebSearch.of({
        costMicroUsd: web.costMicroUsd,
        search: Effect.fnUntraced(function*(wanted) {
          if (yield* ReadAnew) return yield* web.search(wanted)
          const { value } = yield* share(keyOf(normalised(wanted.query), wanted.limit), web.search(wanted))
          return value
        })
      })
    })
  )
)

/** A question's queries do not change from run to run: one call a month, so that a run without new documents costs none at all. */
const plansKept = Duration.days(30)

/** A model that could not write a plan may have had a bad moment: it is not asked again in every run, and is asked again the same day. */
const ownWordsKept = Duration.hours(1)

interface KeptPlan {
  readonly plan: Plan
  readonly keepFor: Duration.Duration
}

/** One plan for all who ask the same, and the owner's own words for a while where a model cannot write one. */
export const sharedPlanner: Layer.Layer<Planner, never, Planner> = Layer.effect(
  Planner,
  Planner.use((planner) =>
    Effect.sync(() => {
      const share = makeShared<KeptPlan, SearchError>({ keepFor: ({ keepFor }) => keepFor, capacity: 5_000, unpaid: costsNothing })
      return Planner.of({
        plan: (request) => {
          const planning = planner.plan(request).pipe(
            Effect.map((plan): KeptPlan => ({ plan, keepFor: plansKept })),
            Effect.catch((error) =>
              Effect.map(orOwnWords(request.question)(Effect.fail(error)), (plan): KeptPlan => ({ plan, keepFor: ownWordsKept })))
          )
          return share(questionKey(request.question), planning).pipe(
            Effect.map(({ shared, value: { plan } }) => shared ? { ...plan, usage: noUsage } : plan)
          )
        }
      })
    })
  )
)

/** The day is in the key, so a longer time would keep nothing more. */
const judgementsKept = Duration.days(1)

/** One judgement of a model for all who ask the same of the same passages on the same day, by the same wording and model. */
export const sharedEvaluator: Layer.Layer<Evaluator, never, Evaluator> = Layer.effect(
  Evaluator,
  Evaluator.use((evaluator) =>
    Effect.sync(() => {
      const share = makeShared<Effect.Success<ReturnType<typeof evaluator.evaluate>>, SearchError>({ keepFor: judgementsKept, capacity: 2_000, unpaid: costsNothing })
      return Evaluator.of({
        ...evaluator,
        evaluate: (request) =>
          share(
            keyOf(
              evaluator.model,
              evaluator.promptVersion,
              questionKey(request.question),
              dayOf(request.now),
              ...request.passages.flatMap(({ text, uri }) => [uri, text])
            ),
            evaluator.evaluate(request)
          ).pipe(Effect.map(({ shared, value }) => shared ? { ...value, usage: noUsage } : value))
      })
    })
  )
)

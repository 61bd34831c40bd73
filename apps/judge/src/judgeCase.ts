import { compileCondition, type Judgement, type KnownState, nothingKnown, parseCondition, printCondition, Search, type Verdict } from "@vedette/domain"
import { PageSearch } from "@vedette/search-web"
import { WebPageReader } from "@vedette/web-reader"
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type { CasePage, LabelledCase } from "./LabelledCase.ts"
import { missingFiles, servedPages } from "./servedPages.ts"

/** What became of one case. */
export interface JudgedCase {
  readonly id: string
  readonly kind: string
  readonly form: string
  readonly expected: Verdict
  /** A source that could not be read, and a condition that could not be understood, are `unclear`. */
  readonly verdict: Verdict
  readonly confidence: number
  readonly judged: Judgement["judged"]
  /** The typed condition that was judged; null for free text. */
  readonly understood: string | null
  readonly answer: string
  readonly quotes: ReadonlyArray<string>
  /** Why there was no judgement, or null. */
  readonly error: string | null
  /** The case itself is at fault: a file that is missing, a condition or a URL that is none. It measures nothing. */
  readonly isMistaken: boolean
}

/** The page that a case without a URL is served under. */
const anyUrl = "https://page.example/"
const aMinute = 60_000

const understand = (labelled: LabelledCase): { readonly condition: string | null; readonly error: string | null } => {
  const typed = parseCondition(labelled.condition)
  if (Result.isSuccess(typed)) return { condition: printCondition(typed.success), error: null }
  if (/typed|structured|dsl/i.test(labelled.form ?? "")) return { condition: null, error: typed.failure.message }
  return { condition: Option.getOrNull(Option.map(compileCondition(labelled.condition), printCondition)), error: null }
}

const pagesOf = (labelled: LabelledCase): ReadonlyArray<CasePage> => [
  { url: labelled.url ?? anyUrl, page: labelled.page ?? null, type: labelled.type, status: labelled.status },
  ...labelled.pages ?? []
]

/** The clock stands at the case's instant for all that reads it, and runs for all that waits. */
const clockAt = (now: DateTime.Utc) => (clock: Clock.Clock): Clock.Clock => {
  const millis = DateTime.toEpochMillis(now)
  return {
    sleep: (duration) => clock.sleep(duration),
    monotonicTimeNanosUnsafe: () => clock.monotonicTimeNanosUnsafe(),
    monotonicTimeNanos: clock.monotonicTimeNanos,
    currentTimeMillisUnsafe: () => millis,
    currentTimeMillis: Effect.succeed(millis),
    currentTimeNanosUnsafe: () => BigInt(millis) * 1_000_000n,
    currentTimeNanos: Effect.succeed(BigInt(millis) * 1_000_000n)
  }
}

const judge = (folder: string, labelled: LabelledCase, pages: ReadonlyArray<CasePage>, condition: string | null, known: KnownState, now: DateTime.Utc) =>
  Search.use((search) =>
    search.judge({
      searchQuery: labelled.query ?? labelled.condition,
      conditionDescription: labelled.condition,
      condition,
      sources: pages.map(({ url }) => url),
      known,
      since: labelled.since == null ? null : Option.getOrNull(DateTime.make(labelled.since)),
      earlierFindings: [],
      now,
      deadline: DateTime.add(now, { milliseconds: aMinute })
    })
  ).pipe(
    Effect.provide(PageSearch.layer),
    Effect.provide(WebPageReader.layer()),
    Effect.provide(servedPages(folder, pages)),
    Effect.result
  )

/** Judges one case as a run of a task would be, by the search adapter and the reader that a worker has. */
export const judgeCase = Effect.fnUntraced(function*(folder: string, labelled: LabelledCase, index: number) {
  const pages = pagesOf(labelled)
  const now = Option.getOrElse(DateTime.make(labelled.now ?? "2026-01-01T00:00:00Z"), () => DateTime.makeUnsafe("2026-01-01T00:00:00Z"))
  const { condition, error } = understand(labelled)
  const clock = clockAt(now)(yield* Clock.Clock)
  const told = {
    id: String(labelled.id ?? index + 1),
    kind: labelled.kind ?? "unlabelled",
    form: labelled.form ?? (condition === null ? "free text" : "typed"),
    expected: labelled.expected,
    understood: condition
  }
  const without = (why: string, isMistaken = false): JudgedCase =>
    ({ ...told, verdict: "unclear", confidence: 0, judged: "not_judged", answer: why, quotes: [], error: why, isMistaken })
  const missing = missingFiles(folder, [...pages, { url: anyUrl, page: labelled.before ?? null }])
  if (missing.length > 0) return without(`There is no file ${missing.join(", ")}.`, true)
  const malformed = pages.find(({ url }) => !URL.canParse(url))
  if (malformed !== undefined) return without(`${malformed.url} is no URL.`, true)
  if (error !== null) return without(`The condition cannot be read: ${error}`, true)
  return yield* Effect.gen(function*() {
    const earlier = labelled.before == null
      ? null
      : yield* judge(folder, labelled, pages.map((page, at) => at === 0 ? { ...page, page: labelled.before ?? null } : page), condition, nothingKnown, now)
    const known: KnownState = earlier !== null && Result.isSuccess(earlier)
      ? { ...nothingKnown, verdict: earlier.success.verdict, observations: earlier.success.observations }
      : nothingKnown
    const result = yield* judge(folder, labelled, pages, condition, known, now)
    if (Result.isFailure(result)) return without(result.failure.message)
    const { answer, confidence, judged, quotes, verdict } = result.success
    return { ...told, verdict, confidence, judged, answer, quotes: quotes.map(({ text }) => text), error: null, isMistaken: false } satisfies JudgedCase
  }).pipe(Effect.provideService(Clock.Clock, clock))
})

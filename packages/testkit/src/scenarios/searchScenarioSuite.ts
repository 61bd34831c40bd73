import { assert, describe, it } from "@effect/vitest"
import { decide, defaultPolicy, type HttpFetch, type Judgement, nothingKnown, type OutgoingRequest, promptVersion, Search, type SearchError, type SearchRequest } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { TestClock } from "effect/testing"
import { FakeWeb, type Responder } from "../fakes/FakeWeb.ts"
import { respond } from "../fakes/respond.ts"
import { aTask } from "../fixtures/aTask.ts"
import { fixtureNow } from "../fixtures/fixtureNow.ts"
import type { ModelSays, Outcome, ScenarioRun, SearchScenario, Way } from "./SearchScenario.ts"
import { searchScenarios } from "./searchScenarios.ts"

/** One way of judging in the suite's hands. */
export interface ScenarioSubject {
  /** `pages`: what a search engine of this scenario finds. */
  readonly layer: (pages: ReadonlyArray<string>) => Layer.Layer<Search, never, HttpFetch>
  /** Where its model is asked, and the stand-in that says there what a run wants; null where there is none. */
  readonly model: {
    readonly url: string
    readonly serve: (says: ModelSays, citations: ReadonlyArray<string>) => Responder
  } | null
  /** Keys of its own, which may go into headers and nowhere else. */
  readonly secrets?: ReadonlyArray<string>
}

/** Known to the owner of the task alone. */
const ownersOwn = "what was found before, for this owner's eyes"

/** Nothing that was asked of anybody repeats a secret, and the tools that a model is given are none, or the search that it is. */
const checkAsked = (subject: ScenarioSubject, { body, url }: OutgoingRequest) => {
  for (const secret of [ownersOwn, ...(subject.secrets ?? [])]) assert.notInclude(`${url} ${body ?? ""}`, secret)
  if (url !== subject.model?.url) return
  const { functions, tools = [] } = JSON.parse(body ?? "{}") as { readonly functions?: unknown; readonly tools?: ReadonlyArray<unknown> }
  assert.isUndefined(functions)
  for (const tool of tools) assert.deepStrictEqual(tool, { type: "google_search" })
}

const redirectTo = (index: number) => `https://vertexaisearch.cloud.google.com/grounding-api-redirect/${index}`

/** Real time for what is real (promises of an SDK, an index), and virtual time only while a request hangs. */
const settled = Effect.fnUntraced(function*<A>(fiber: Fiber.Fiber<A>, open: Effect.Effect<number>) {
  const turn = Effect.promise(() => new Promise<void>((resolve) => void setImmediate(resolve)))
  for (let idle = 0; fiber.pollUnsafe() === undefined;) {
    yield* turn
    idle = (yield* open) > 0 ? idle + 1 : 0
    if (idle > 30) yield* TestClock.adjust("20 seconds")
  }
  return yield* Fiber.join(fiber)
})

const outcomeFor = (run: ScenarioRun, way: Way): Outcome => "web" in run.expect ? run.expect[way] : run.expect

const check = (expected: Outcome, result: Result.Result<Judgement, SearchError>, told: boolean) => {
  if ("failed" in expected) {
    assert.isTrue(Result.isFailure(result), "a judgement came where an error was due")
    if (Result.isFailure(result)) assert.strictEqual(result.failure.reason.category, expected.failed)
    return
  }
  if (Result.isFailure(result)) assert.fail(`an error came where a judgement was due: ${result.failure.message}`)
  const judgement = result.success
  assert.deepStrictEqual({ verdict: judgement.verdict, told }, { verdict: expected.verdict, told: expected.told }, judgement.answer)
  if (expected.atMost !== undefined) assert.isAtMost(judgement.confidence, expected.atMost)
  if (expected.degraded === true) assert.isNotEmpty(judgement.degraded)
  if (judgement.judged === "model") assert.strictEqual(judgement.model?.promptVersion, promptVersion)
  // Whatever comes of a run, what is kept of it names only pages that are on this web.
  for (const { uri } of [...judgement.sources, ...judgement.quotes]) assert.match(uri, /^https:\/\/(?:shop|press)\.example\//u)
}

const play = Effect.fnUntraced(function*(way: Way, subject: ScenarioSubject, scenario: SearchScenario) {
  const web = yield* FakeWeb
  const search = yield* Search
  yield* TestClock.setTime(DateTime.toEpochMillis(fixtureNow))
  let task = aTask({ notify: "always", known: nothingKnown })
  for (const run of scenario.runs) {
    const urls = Object.keys(run.pages)
    for (const [index, [url, responder]] of Object.entries(run.pages).entries()) {
      yield* web.serve(url, responder)
      yield* web.serve(redirectTo(index), respond.redirect(url))
    }
    if (subject.model !== null) yield* web.serve(subject.model.url, subject.model.serve(run.model, urls.map((_, index) => redirectTo(index))))
    const now = yield* DateTime.now
    const request: SearchRequest = {
      searchQuery: "Koda 2 price",
      conditionDescription: scenario.conditionDescription,
      condition: way === "web" ? scenario.condition : null,
      sources: scenario.named ? urls : [],
      known: task.known,
      earlierFindings: [ownersOwn],
      now,
      deadline: DateTime.addDuration(now, defaultPolicy.judgeTimeout),
      ...(run.budget === undefined ? {} : { budget: run.budget })
    }
    const asked = (yield* web.requests).length
    const fiber = yield* Effect.forkChild(Effect.result(search.judge(request)))
    const result = yield* settled(fiber, web.open)
    const after = yield* DateTime.now
    const decision = Result.isSuccess(result)
      ? decide(task, result.success, after, defaultPolicy, { suppressed: false, manual: false, random: 0.5 })
      : null
    check(outcomeFor(run, way), result, decision?.tell ?? false)
    const requests = (yield* web.requests).slice(asked).map(({ request }) => request)
    for (const request of requests) checkAsked(subject, request)
    for (const secret of subject.secrets ?? []) assert.notInclude(JSON.stringify(result), secret)
    if (run.silent?.includes(way) === true) assert.notInclude(requests.map(({ url }) => url), subject.model?.url ?? "")
    if (decision !== null) task = { ...task, known: decision.known }
    assert.strictEqual(yield* web.open, 0, "a request was left open")
    yield* TestClock.adjust("1 day")
  }
})

/** One scenario on a web of its own; dies where something else comes of it than has to. */
export const playScenario = (way: Way, subject: ScenarioSubject, scenario: SearchScenario): Effect.Effect<void> => {
  const pages = [...new Set(scenario.runs.flatMap((run) => Object.keys(run.pages)))]
  return play(way, subject, scenario).pipe(Effect.provide(subject.layer(pages).pipe(Layer.provideMerge(FakeWeb.layer))))
}

/**
 * Registers every scenario for one way of judging: from the pages and what a model says of them to whether the owner is told.
 *
 * @example
 * searchScenarioSuite("web", { layer: () => PageSearch.layer.pipe(Layer.provide(WebPageReader.layer())), model: null })
 */
export const searchScenarioSuite = (way: Way, subject: ScenarioSubject): void => {
  void describe(`scenarios (${way})`, () => {
    for (const scenario of searchScenarios) {
      it.effect(scenario.name, () => playScenario(way, subject, scenario))
    }
  })
}

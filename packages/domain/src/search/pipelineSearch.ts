import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { Evaluator } from "../ports/Evaluator.ts"
import { PageReader } from "../ports/PageReader.ts"
import { Planner } from "../ports/Planner.ts"
import { type Passage, Retriever } from "../ports/Retriever.ts"
import { Search, SearchError, SearchMisconfigured, type SearchRequest, SearchUnavailable } from "../ports/Search.ts"
import { WebSearch } from "../ports/WebSearch.ts"
import { noUsage, type TraceStep } from "./Judgement.ts"
import { judgeMetered, type Meter } from "./judgeMetered.ts"
import { lastCrossing, nextCrossing } from "./date/crossings.ts"
import { fingerprint } from "./model/fingerprint.ts"
import { judgeAnswer } from "./model/judgeAnswer.ts"
import { nothingNew } from "./model/nothingNew.ts"
import { namedUrls } from "./namedUrls.ts"
import { orOwnWords } from "./orOwnWords.ts"
import { type PagesRead, readPages } from "./readPages.ts"

/** Results asked for per query, and pages read of all of them: what is not in the first few rarely settles a condition. */
const hitsPerQuery = 5
const maxFoundPages = 6
/** What a model is shown: some 6,000 tokens, so that small local models with 8k windows can be used. */
const maxPassages = 20
const maxPassageChars = 18_000

/**
 * Searches take half of what is left, and one where that is too little: what is found has to be judged, too. The first are the most
 * telling. One at a price that nobody knows is not held against a budget in money, as with models.
 */
const affordable = (microUsd: number | null, cost: number | null): number =>
  microUsd === null || cost === null || cost === 0 ? Infinity : Math.max(Math.floor(microUsd / 2 / cost), microUsd >= cost ? 1 : 0)

/** Sites in turn: five results of one site must not keep the second site out. */
const interleave = (lists: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<string> => {
  const longest = Math.max(0, ...lists.map((list) => list.length))
  return [...new Set(Array.from({ length: longest }, (_, index) => lists.flatMap((list) => list[index] ?? [])).flat())]
}

/**
 * `Search` as a fixed sequence over its inner ports: plan, search, read, retrieve, evaluate, check. No step chooses the next one, so
 * nothing that a page says can make it do anything else. A task that names pages is judged on these, without a search.
 *
 * Laws beyond those of `Search`
 * - What is known and what was found before take no part but one: passages that a model has judged are not judged again, until a date
 *   that they or the question name begins or ends (`lastCrossing`).
 * - The queries come from the owner's words only; the pages read are those named or found.
 */
export const pipelineSearch: Effect.Effect<
  Search["Service"],
  never,
  Planner | WebSearch | PageReader | Retriever | Evaluator
> = Effect.gen(function*() {
  const planner = yield* Planner
  const web = yield* WebSearch
  const reader = yield* PageReader
  const retriever = yield* Retriever
  const evaluator = yield* Evaluator

  const find = Effect.fnUntraced(function*(request: SearchRequest, { left, spend }: Meter) {
    const question = { searchQuery: request.searchQuery, conditionDescription: request.conditionDescription }
    const plan = yield* planner.plan({ question, now: request.now, budget: yield* left }).pipe(orOwnWords(question))
    yield* spend(plan.usage)
    const queries = plan.queries.slice(0, affordable((yield* left).microUsd, web.costMicroUsd))
    if (queries.length === 0) {
      return yield* new SearchError({ reason: new SearchMisconfigured({ message: "The budget of one run does not allow a search." }) })
    }
    const results = yield* Effect.forEach(queries, (query) =>
      Effect.andThen(spend({ ...noUsage, searches: 1, costMicroUsd: web.costMicroUsd }), Effect.result(web.search({ query, limit: hitsPerQuery }))), { concurrency: 3 })
    const lists = results.filter(Result.isSuccess).map(({ success }) => success.map((hit) => hit.url))
    // One query of three that is refused (engines limit requests by the second) takes nothing from what the others found.
    const failures = results.filter(Result.isFailure).map(({ failure }) => failure)
    const urls = interleave(lists).slice(0, maxFoundPages)
    if (urls.length > 0) {
      return {
        urls,
        how: `${urls.length} pages found by ${queries.map((query) => `“${query}”`).join(", ")}`,
        degraded: failures.length === 0 ? [] : [`${failures.length} of ${results.length} searches failed: ${failures[0]?.message ?? ""}`]
      }
    }
    const [failure] = failures
    if (failure !== undefined) return yield* failure
    return yield* new SearchError({ reason: new SearchUnavailable({ message: "The web search found no page for the question." }) })
  })

  const judgeWithin = Effect.fnUntraced(function*(request: SearchRequest, meter: Meter) {
    const { left, spend, spent } = meter
    const named = namedUrls(request)
    const wanted = named.length > 0 ? { urls: named, how: `${named.length} pages named by the task`, degraded: [] } : yield* find(request, meter)
    const read: PagesRead = yield* readPages(reader, wanted.urls.map((url) => ({ url, selectors: [] })))
    yield* spend({ ...noUsage, pages: read.pages.length })
    const passages = yield* retriever.retrieve({
      question: `${request.searchQuery} ${request.conditionDescription}`.replace(/https?:\/\/\S+/gu, " "),
      pages: read.pages,
      limit: maxPassages,
      maxChars: maxPassageChars
    })
    const trace: ReadonlyArray<TraceStep> = [
      { step: "find", detail: wanted.how },
      { step: "read", detail: `${read.pages.length} pages, ${read.failed.length} failed` },
      { step: "retrieve", detail: `${passages.length} passages` }
    ]
    const nextDateAt = nextCrossing([request.searchQuery, request.conditionDescription, ...passages.map(({ text }) => text)], request.now)
    const prints = passages.map((passage) => printOf(request, passage))
    const known = new Set(request.known.judgedPassages)
    if (prints.every((print) => known.has(print))) {
      return nothingNew(read, { passages: passages.length, nextDateAt, usage: yield* spent, trace, degraded: wanted.degraded })
    }
    const evaluated = yield* evaluator.evaluate({
      question: { searchQuery: request.searchQuery, conditionDescription: request.conditionDescription },
      passages,
      now: request.now,
      budget: yield* left
    })
    yield* spend(evaluated.usage)
    const judgement = judgeAnswer(evaluated.answer, {
      pages: read.pages,
      failed: read.failed,
      pageOf: new Map(passages.map((passage, index) => [`S${index + 1}`, passage.uri])),
      now: request.now,
      model: { name: evaluator.model, promptVersion: evaluator.promptVersion, passages: prints },
      usage: yield* spent,
      trace,
      degraded: wanted.degraded,
      ungrounded: false
    })
    return { ...judgement, nextDateAt }
  })

  /** Another condition, model or wording makes another question of the same passage, and so does a date in either that has come or gone. */
  const printOf = ({ conditionDescription, now, searchQuery }: SearchRequest, passage: Passage): string => {
    const crossed = lastCrossing([searchQuery, conditionDescription, passage.text], now)
    const known = [searchQuery, conditionDescription, evaluator.model, evaluator.promptVersion, passage.uri, passage.text]
    return fingerprint((crossed === null ? known : [...known, crossed]).join("\u0000"))
  }

  return Search.of({
    judge: Effect.fn("pipelineSearch.judge")((request) => judgeMetered(request, (meter) => judgeWithin(request, meter)))
  })
})

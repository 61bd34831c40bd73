import {
  fits,
  groundedPrompt,
  HttpFetch,
  judgeAnswer,
  judgeMetered,
  type Meter,
  type ModelAnswer,
  modelAnswerSchema,
  namedUrls,
  noUsage,
  PageReader,
  type PagesRead,
  parseModelAnswer,
  promptVersion,
  proseGroundedPrompt,
  randomFence,
  readPages,
  reportPrompt,
  type RunBudget,
  Search,
  SearchAnswerUnusable,
  SearchError,
  type SearchRequest,
  type Spending
} from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { GeminiModel, type Interaction, type InteractionRequest } from "./GeminiModel.ts"
import type { GeminiOptions } from "./GeminiOptions.ts"
import { resolveCitations } from "./resolveCitations.ts"

/** Pages read of those cited: an answer that needs more to stand on does not stand. */
const maxCitations = 6

/** Of a report in prose, characters: an answer with its quotes is a page. */
const reportLength = 4_000

interface Grounded {
  readonly answer: ModelAnswer
  readonly interaction: Interaction
  readonly path: "json" | "prose"
}

type Asked = Omit<InteractionRequest, "budget">

const isGrounded = (interaction: Interaction): boolean => interaction.queries.length > 0 && interaction.citations.length > 0

const judgeWith = Effect.gen(function*() {
  const gemini = yield* GeminiModel
  const http = yield* HttpFetch
  const reader = yield* PageReader
  // Learnt from a 400: this model does not search and write JSON at once.
  let proseOnly = false

  const judge = Effect.fnUntraced(function*(request: SearchRequest, { left, spend, spent }: Meter) {
    const named = namedUrls(request)
    const unusable = (why: string) => new SearchError({ reason: new SearchAnswerUnusable({ message: `Gemini's answer cannot be used. ${why}` }) })

    /** @param held kept for a call that is to come */
    const ask = Effect.fnUntraced(function*(wanted: Asked, held: Spending = { tokens: 0, microUsd: 0 }) {
      const { microUsd, tokens } = yield* left
      const budget: RunBudget = {
        tokens: tokens === null ? null : Math.max(0, tokens - held.tokens),
        microUsd: microUsd === null ? null : Math.max(0, microUsd - held.microUsd)
      }
      const interaction = yield* gemini.interact({ ...wanted, budget })
      yield* spend(interaction.usage)
      return interaction
    })

    const inJson = Effect.fnUntraced(function*() {
      const interaction = yield* ask({
        prompt: groundedPrompt(request, named, request.now),
        grounded: true,
        schema: modelAnswerSchema
      })
      const parsed = interaction.complete ? parseModelAnswer(interaction.text) : Result.fail("It was cut off.")
      return Result.isSuccess(parsed) ? { answer: parsed.success, interaction, path: "json" as const } : null
    })

    const proseQuestion: Asked = { prompt: proseGroundedPrompt(request, named, request.now), grounded: true, schema: null }
    const formOf = (report: string, fence: string): Asked => ({
      prompt: reportPrompt({ question: request, report, now: request.now, fence }),
      grounded: false,
      schema: modelAnswerSchema
    })
    // A report that nothing is left to read is paid for and of no use.
    const form = gemini.needs(formOf(" ".repeat(reportLength), ""))

    const inProse = Effect.fnUntraced(function*() {
      const report = yield* ask(proseQuestion, form)
      if (!report.complete || report.text.trim() === "") return yield* unusable("It was cut off or empty.")
      const said = yield* ask(formOf(report.text, yield* randomFence))
      const parsed = said.complete ? parseModelAnswer(said.text) : Result.fail("It was cut off.")
      if (Result.isFailure(parsed)) return yield* unusable(parsed.failure.slice(0, 200))
      return { answer: parsed.success, interaction: report, path: "prose" as const }
    })

    /** Grounded JSON in one call; where that is refused, does not fit or drops the grounding, prose first and its JSON second. */
    const grounded = Effect.gen(function*() {
      if (!proseOnly) {
        const first = yield* inJson().pipe(Effect.catch((error) => {
          if (error.reason._tag !== "SearchAnswerUnusable") return Effect.fail(error)
          // One that was answered, if in half a sentence, was not refused: the next may be whole.
          if (error.reason.isRefusal === true) proseOnly = true
          return Effect.as(spend(error.usage ?? noUsage), null)
        }))
        if (first !== null && isGrounded(first.interaction)) return first
        if (!fits(yield* left, form, gemini.needs(proseQuestion))) {
          // What is not grounded is judged as that; what could not be read is worth another run, with a budget of its own.
          return first ?? (yield* unusable("The budget of the run does not allow asking again."))
        }
      }
      return yield* inProse()
    })

    const { answer, interaction, path }: Grounded = yield* grounded
    const ungrounded = !isGrounded(interaction)
    const cited = yield* resolveCitations(http, interaction.citations.slice(0, maxCitations))
    const urls = [...new Set([...cited.urls, ...named])]
    const read: PagesRead = ungrounded || urls.length === 0
      ? { pages: [], failed: [] }
      : yield* readPages(reader, urls.map((url) => ({ url, selectors: [] })))
    yield* spend({ ...noUsage, pages: read.pages.length })
    return judgeAnswer(answer, {
      ...read,
      pageOf: new Map(),
      now: request.now,
      model: { name: gemini.model, promptVersion, passages: [] },
      usage: yield* spent,
      trace: [
        { step: "search", detail: interaction.queries.length === 0 ? "none" : interaction.queries.map((query) => `“${query}”`).join(", ").slice(0, 300) },
        { step: "answer", detail: path === "json" ? "grounded JSON" : "grounded prose, then its JSON" },
        { step: "read", detail: `${cited.urls.length} citations resolved, ${cited.unresolved} not; ${read.pages.length} pages read, ${read.failed.length} failed` }
      ],
      degraded: cited.unresolved === 0 ? [] : [`${cited.unresolved} citations lead to no page that can be read`],
      ungrounded: ungrounded || urls.length === 0
    })
  })
  return judge
})

/**
 * `Search` by Gemini with Google Search: it searches and answers, and what it answers is checked on the pages it cites, read by us.
 *
 * `HttpFetch` is the client for the model and for its redirects; pages are read by `PageReader`, with a client of its own.
 */
const layer = (options: GeminiOptions): Layer.Layer<Search | GeminiModel, never, HttpFetch | PageReader> =>
  Layer.effect(
    Search,
    Effect.map(judgeWith, (judge) =>
      Search.of({
        judge: Effect.fn("GeminiSearch.judge")((request) => judgeMetered(request, (meter) => judge(request, meter)))
      }))
  ).pipe(Layer.provideMerge(GeminiModel.layer(options)))

export const GeminiSearch = { layer }

import { GoogleGenAI } from "@google/genai"
import {
  costsNothing,
  countCutOff,
  fits,
  HttpFetch,
  makeShared,
  mayBeBilled,
  mostTokens,
  noUsage,
  type Prompt,
  ReadAnew,
  type RunBudget,
  SearchAnswerUnusable,
  SearchError,
  SearchMisconfigured,
  type SearchReason,
  SearchUnavailable,
  type Spending,
  unreachedReason,
  type Usage
} from "@vedette/domain"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import type { GeminiOptions } from "./GeminiOptions.ts"
import { geminiReason } from "./geminiReason.ts"
import { heldFetch } from "./heldFetch.ts"
import { makeKeyRing } from "./KeyRing.ts"
import { type Interacted, readInteraction } from "./readInteraction.ts"

const apiVersion = "v1beta"
/** The run's deadline ends a call sooner. A grounded answer takes 5 to 60 s. */
const timeoutMs = 110_000
/** Thoughts count as written. */
const maxOutput = 8_192
/** Thoughts and an answer of 300 tokens; what has less room is cut off, and costs all the same. */
const leastOutput = 2_000
/**
 * Queries that a grounded call is taken to make. Nothing in the API bounds them: two or three are usual, and what goes beyond is seen
 * when it is billed.
 */
const likelySearches = 5
/** Of what a search found, told to the model as text it reads. Not bounded by the API either. */
const readPerSearch = 1_000

/** Tasks that ask the same come due together. Shorter than the first retry after an answer that cannot be used: that must be a new one. */
const shareFor = Duration.seconds(45)

export interface Interaction extends Interacted {
  readonly usage: Usage
}

export interface InteractionRequest {
  readonly prompt: Prompt
  /** Whether the model searches. */
  readonly grounded: boolean
  /** The form of the answer; null for prose. */
  readonly schema: Readonly<Record<string, unknown>> | null
  readonly budget: RunBudget
}

/** What a call is taken to have cost whose own count never came. */
interface Costs {
  /** Where the answer did not come, or not whole: all that it was allowed to. */
  readonly most: Usage
  /** Where it came and is in no form that says what it has cost. `tokens`: those of the answer. */
  readonly ofAnswer: (tokens: number) => Usage
}

const nothing: Costs = { most: noUsage, ofAnswer: () => noUsage }

const failed = (reason: SearchReason, usage: Usage = noUsage) => new SearchError({ reason, usage })

/** Gemini through its own SDK, over the guarded client, with keys that stand in for each other. */
export class GeminiModel extends Context.Service<GeminiModel, {
  readonly model: string
  /**
   * Grounded requests that are alike, word by word, are made once for all who make them within 45 seconds; who shares one is not
   * charged for it. Who wants to `ReadAnew` asks for themselves.
   * A request holds the owner's question and nothing that an owner knows.
   */
  readonly interact: (request: InteractionRequest) => Effect.Effect<Interaction, SearchError>
  /** What a budget must have room for; `interact` refuses the call otherwise, and asks nothing. */
  readonly needs: (request: Omit<InteractionRequest, "budget">) => Spending
  /** Whether the key is accepted and the model is there. */
  readonly check: Effect.Effect<void, SearchError>
}>()("@vedette/search-gemini/GeminiModel") {
  static readonly layer = (options: GeminiOptions): Layer.Layer<GeminiModel, never, HttpFetch> =>
    Layer.effect(
      GeminiModel,
      HttpFetch.use((http) =>
        Effect.sync(() => {
          const ring = makeKeyRing([options.apiKey, ...(options.fallbackApiKey === null ? [] : [options.fallbackApiKey])])
          const baseUrl = options.baseUrl ?? "https://generativelanguage.googleapis.com"

          /**
           * One call of the SDK. Its retries are off and its clock is not used: the effect that waits for it is ended by the run's
           * deadline, and the request with it, while the SDK's own abort comes late and looks like any other failure.
           */
          const call = <A>(key: Redacted.Redacted, costs: Costs, body: (ai: GoogleGenAI) => Promise<A>) =>
            Effect.acquireUseRelease(
              Effect.sync(() => new AbortController()),
              (controller) =>
                Effect.gen(function*() {
                  const held = yield* heldFetch(http, timeoutMs, controller.signal)
                  const ai = new GoogleGenAI({
                    // Said, or the SDK asks the environment: what is set there for other programs would send us to another API.
                    vertexai: false,
                    apiKey: Redacted.value(key),
                    httpOptions: { baseUrl, apiVersion, fetch: held.fetch }
                  })
                  const result = yield* Effect.result(Effect.tryPromise({ try: () => body(ai), catch: () => null }))
                  const failure = held.failure()
                  if (failure !== null) {
                    return yield* failed(unreachedReason("Gemini", failure.reason), mayBeBilled(failure.reason) ? costs.most : noUsage)
                  }
                  const answer = held.answer()
                  // The SDK refused before it asked: what it was given is wrong, and stays wrong.
                  if (answer === null) return yield* failed(new SearchMisconfigured({ message: "The Gemini client refuses its settings." }))
                  const reason = geminiReason(answer, options.model, yield* Clock.currentTimeMillis)
                  if (reason !== null) return yield* failed(reason)
                  if (result._tag === "Success") return result.success
                  return yield* failed(new SearchAnswerUnusable({ message: "Gemini sent an answer that cannot be read." }), costs.ofAnswer(mostTokens(new TextDecoder().decode(answer.body))))
                }),
              (controller) => Effect.sync(() => controller.abort())
            )

          const usageOf = (input: number, output: number, searches: number): Usage => ({
            ...noUsage,
            modelCalls: 1,
            searches,
            tokens: input + output,
            costMicroUsd: options.price === null
              ? null
              : Math.ceil(input * options.price.input + output * options.price.output + searches * options.price.search * 1_000)
          })

          /** What a call reads and searches for at the most, as far as that can be known before it is made. */
          const before = ({ grounded, prompt, schema }: Omit<InteractionRequest, "budget">) => {
            const asked = mostTokens(prompt.system) + mostTokens(prompt.user) + (schema === null ? 0 : mostTokens(JSON.stringify(schema)))
            const searches = grounded ? likelySearches : 0
            return { asked, searches, input: asked + searches * readPerSearch }
          }

          const needs = (request: Omit<InteractionRequest, "budget">): Spending => {
            const { input, searches } = before(request)
            const { costMicroUsd, tokens } = usageOf(input, leastOutput, searches)
            // At a price that nobody knows no money can be counted.
            return { tokens, microUsd: costMicroUsd ?? 0 }
          }

          /** How much may be written so that the call stays within the budget; null where that is too little. */
          const room = (request: InteractionRequest): number | null => {
            const { microUsd, tokens } = request.budget
            const needed = needs(request)
            if (!fits(request.budget, { tokens: 0, microUsd: 0 }, needed)) return null
            const price = options.price?.output ?? 0
            const byTokens = tokens === null ? maxOutput : leastOutput + tokens - needed.tokens
            const byMoney = microUsd === null || price === 0 ? maxOutput : leastOutput + Math.floor((microUsd - needed.microUsd) / price)
            return Math.min(maxOutput, byTokens, byMoney)
          }

          const share = makeShared<Interaction, SearchError>({ keepFor: shareFor, capacity: 500, unpaid: costsNothing })

          const interact = Effect.fn("GeminiModel.interact")(function*(request: InteractionRequest) {
            const { grounded, prompt, schema } = request
            const most = room(request)
            if (most === null) {
              return yield* failed(new SearchMisconfigured({ message: "The budget of one run does not allow asking the model." }))
            }
            const { asked, input, searches } = before(request)
            const costs: Costs = {
              most: usageOf(input, most, searches),
              // It came back, so it ended: what it does not say is how much was thought and searched for. Taken at the most it would
              // leave nothing of a small budget for asking in prose.
              ofAnswer: (tokens) => usageOf(asked, Math.min(most, Math.max(tokens, leastOutput)), Math.min(searches, 1))
            }
            const said = yield* ring.use((key) =>
              call(key, costs, (ai) =>
                ai.interactions.create({
                  model: options.model,
                  store: false,
                  system_instruction: prompt.system,
                  input: prompt.user,
                  generation_config: { max_output_tokens: most },
                  ...(grounded ? { tools: [{ type: "google_search" as const }] } : {}),
                  ...(schema === null ? {} : {
                    response_format: { type: "text" as const, mime_type: "application/json" as const, schema: { ...schema } }
                  }),
                  automatic_continuation: false
                }, { retries: { strategy: "none" }, timeout_ms: timeoutMs }))
            ).pipe(countCutOff(costs.most))
            const interacted = Option.getOrNull(readInteraction(said))
            if (interacted === null) {
              return yield* failed(new SearchAnswerUnusable({ message: "Gemini sent an answer that is not in its documented form." }), costs.ofAnswer(mostTokens(JSON.stringify(said))))
            }
            const interaction: Interaction = {
              ...interacted,
              usage: usageOf(
                interacted.inputTokens ?? asked + interacted.searches * readPerSearch,
                interacted.outputTokens ?? mostTokens(interacted.text),
                interacted.searches
              )
            }
            return interaction
          })

          return GeminiModel.of({
            model: options.model,
            interact: (request) =>
              Effect.flatMap(ReadAnew, (anew) =>
                request.grounded && !anew
                  ? share(JSON.stringify([request.prompt, request.schema !== null]), interact(request)).pipe(
                    Effect.map(({ shared, value }) => shared ? { ...value, usage: noUsage } : value)
                  )
                  : interact(request)),
            needs,
            check: ring.use((key) => call(key, nothing, (ai) => ai.models.get({ model: options.model }))).pipe(
              Effect.asVoid,
              // Whether it answers just now says nothing about the settings.
              Effect.mapError((error) =>
                error.reason._tag === "SearchAnswerUnusable" ? failed(new SearchUnavailable({ message: error.message })) : error
              )
            )
          })
        })
      )
    )
}

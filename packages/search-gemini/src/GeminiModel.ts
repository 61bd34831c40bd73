import { GoogleGenAI } from "@google/genai"
import {
  HttpFetch,
  makeShared,
  noUsage,
  type Prompt,
  ReadAnew,
  type RunBudget,
  SearchAnswerUnusable,
  SearchError,
  SearchMisconfigured,
  type SearchReason,
  SearchUnavailable,
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
/** What a grounded call reads and thinks at the least; a budget below it would be overrun by the first call. */
const leastTokens = 3_000

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

/** Of a call that was taken and may be billed, while nothing that came back says how much. */
const unknownUsage: Usage = { ...noUsage, modelCalls: 1, costMicroUsd: null }

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
          const call = <A>(key: Redacted.Redacted, body: (ai: GoogleGenAI) => Promise<A>) =>
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
                    const asked = failure.reason._tag === "TimedOut" || failure.reason._tag === "TooLarge"
                    return yield* failed(unreachedReason("Gemini", failure.reason), asked ? unknownUsage : noUsage)
                  }
                  const answer = held.answer()
                  // The SDK refused before it asked: what it was given is wrong, and stays wrong.
                  if (answer === null) return yield* failed(new SearchMisconfigured({ message: "The Gemini client refuses its settings." }))
                  const reason = geminiReason(answer, options.model, yield* Clock.currentTimeMillis)
                  if (reason !== null) return yield* failed(reason)
                  if (result._tag === "Success") return result.success
                  return yield* failed(new SearchAnswerUnusable({ message: "Gemini sent an answer that cannot be read." }), unknownUsage)
                }),
              (controller) => Effect.sync(() => controller.abort())
            )

          const costOf = (interacted: Interacted): number | null =>
            options.price === null ? null : Math.ceil(
              interacted.inputTokens * options.price.input + interacted.outputTokens * options.price.output +
                interacted.queries.length * options.price.search * 1_000
            )

          const room = ({ microUsd, tokens }: RunBudget): number | null => {
            const price = options.price
            const byMoney = microUsd === null || price === null || price.output === 0 ? maxOutput : Math.floor(microUsd / price.output)
            const least = Math.min(maxOutput, tokens ?? maxOutput, byMoney)
            return least < Math.min(leastTokens, maxOutput) ? null : least
          }

          const share = makeShared<Interaction, SearchError>({ keepFor: shareFor, capacity: 500 })

          const interact = Effect.fn("GeminiModel.interact")(function*({ budget, grounded, prompt, schema }: InteractionRequest) {
            const most = room(budget)
            if (most === null) {
              return yield* failed(new SearchMisconfigured({ message: "The budget of one run does not allow asking the model." }))
            }
            const said = yield* ring.use((key) =>
              call(key, (ai) =>
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
            )
            const interacted = Option.getOrNull(readInteraction(said))
            if (interacted === null) {
              return yield* failed(new SearchAnswerUnusable({ message: "Gemini sent an answer that is not in its documented form." }), unknownUsage)
            }
            const interaction: Interaction = {
              ...interacted,
              usage: {
                ...noUsage,
                modelCalls: 1,
                searches: interacted.queries.length,
                tokens: interacted.inputTokens + interacted.outputTokens,
                costMicroUsd: costOf(interacted)
              }
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
            check: ring.use((key) => call(key, (ai) => ai.models.get({ model: options.model }))).pipe(
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

import {
  addUsage,
  countCutOff,
  HttpFetch,
  mayBeBilled,
  mostTokens,
  noUsage,
  repairPrompt,
  type RunBudget,
  SearchAnswerUnusable,
  SearchError,
  SearchMisconfigured,
  type SearchReason,
  unreachedReason,
  type Usage
} from "@vedette/domain"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { chatReason } from "./chatReason.ts"
import { adapt, chatBody, type ChatMessage, type ChatRequest, commonDialect, type Dialect } from "./dialect.ts"
import type { OpenAiOptions } from "./OpenAiOptions.ts"

/** The run's deadline ends a call sooner; this is for a server that hangs while nobody has set one. */
const timeoutMs = 110_000
const maxBytes = 2_000_000
const defaultMaxOutput = 2_000
/** Below this an answer would be cut off, and cost all the same. */
const leastOutput = 300

/** How a server refuses a parameter: OpenAI and most with 400; Mistral and whatever is built on FastAPI with 422. */
const invalidRequest: ReadonlySet<number> = new Set([400, 422])

const Completion = Schema.fromJsonString(Schema.Struct({
  choices: Schema.NonEmptyArray(Schema.Struct({
    finish_reason: Schema.optionalKey(Schema.NullOr(Schema.String)),
    message: Schema.Struct({ content: Schema.optionalKey(Schema.NullOr(Schema.String)) })
  })),
  usage: Schema.optionalKey(Schema.NullOr(Schema.Struct({
    prompt_tokens: Schema.optionalKey(Schema.Finite),
    completion_tokens: Schema.optionalKey(Schema.Finite)
  })))
}))
const decodeCompletion = Schema.decodeUnknownOption(Completion)

const tokensIn = (messages: ReadonlyArray<ChatMessage>): number => messages.reduce((sum, { content }) => sum + mostTokens(content), 0)

/** How many tokens are to be had for what is left, at a price in micro-dollars each. */
const affordable = (microUsd: number, price: number): number => microUsd < 0 ? 0 : price === 0 ? Infinity : Math.floor(microUsd / price)

interface Said {
  readonly text: string
  /** It was cut off where the server or the cap ended it. */
  readonly truncated: boolean
  readonly usage: Usage
}

const tooDear = (usage: Usage) =>
  new SearchError({ reason: new SearchMisconfigured({ message: "The budget of one run does not allow asking the model." }), usage })

/** One question, parsed: what the answer says, or why it cannot be used. */
export interface Asked<A> {
  readonly request: Omit<ChatRequest, "maxTokens">
  readonly parse: (text: string) => Result.Result<A, string>
  readonly budget: RunBudget
}

/** A chat endpoint that answers in JSON. */
export class ChatModel extends Context.Service<ChatModel, {
  readonly model: string
  /**
   * Asks; where the answer does not fit, says so and asks once more. Never a third time: a model that cannot write the form twice
   * will not the third time, and each turn costs.
   */
  readonly ask: <A>(asked: Asked<A>) => Effect.Effect<{ readonly value: A; readonly usage: Usage }, SearchError>
  /** Whether the server can be reached and has the model. */
  readonly check: Effect.Effect<void, SearchError>
}>()("@vedette/search-openai/ChatModel") {
  static readonly layer = (options: OpenAiOptions): Layer.Layer<ChatModel, never, HttpFetch> =>
    Layer.effect(
      ChatModel,
      HttpFetch.use((http) =>
        Effect.sync(() => {
          const baseUrl = options.baseUrl.replace(/\/+$/u, "")
          const maxOutput = options.maxOutputTokens ?? defaultMaxOutput
          const headers = {
            "content-type": "application/json",
            ...(options.apiKey === null ? {} : { authorization: `Bearer ${Redacted.value(options.apiKey)}` })
          }
          let dialect: Dialect = commonDialect

          const costOf = (input: number, output: number): number | null =>
            // Dollars per million tokens are micro-dollars per token.
            options.price === null ? null : Math.ceil(input * options.price.input + output * options.price.output)

          /** Of a call that was taken and whose end nobody saw: the server may have written, and bills, all that it was allowed to. */
          const mostOf = ({ maxTokens, messages }: ChatRequest): Usage => {
            const input = tokensIn(messages)
            return { ...noUsage, modelCalls: 1, tokens: input + maxTokens, costMicroUsd: costOf(input, maxTokens) }
          }

          const failed = (reason: SearchReason, usage: Usage) => new SearchError({ reason, usage })

          /** How much may be written so that the call stays within the budget; null where that is too little. */
          const room = (messages: ReadonlyArray<ChatMessage>, budget: RunBudget): number | null => {
            const input = tokensIn(messages)
            const byTokens = budget.tokens === null ? maxOutput : budget.tokens - input
            const price = options.price
            const byMoney = budget.microUsd === null || price === null ? maxOutput : affordable(budget.microUsd - input * price.input, price.output)
            const least = Math.min(maxOutput, byTokens, byMoney)
            return least < Math.min(leastOutput, maxOutput) ? null : least
          }

          // What is put behind a base URL may make a good one of a bad one: `http://` and `/models` name the host `models`.
          const reachable = http.check(options.baseUrl).pipe(Effect.mapError((error) => failed(unreachedReason("The model", error.reason), noUsage)))

          const call = Effect.fnUntraced(function*(request: ChatRequest, sent: Dialect) {
            yield* reachable
            const answer = yield* http.fetch({
              url: `${baseUrl}/chat/completions`,
              method: "POST",
              headers,
              body: chatBody(sent, options.model, request),
              maxRedirects: 0,
              timeoutMs,
              maxBytes
            }).pipe(Effect.mapError(({ reason }) =>
              failed(unreachedReason("The model", reason), mayBeBilled(reason) ? mostOf(request) : noUsage)
            ))
            return { sent, answer, body: new TextDecoder().decode(answer.body) }
          })

          const say = Effect.fnUntraced(function*(request: ChatRequest) {
            let turn = yield* call(request, dialect)
            while (invalidRequest.has(turn.answer.status)) {
              const adapted = adapt(turn.sent, turn.body, options.model, request)
              if (adapted === null) break
              turn = yield* call(request, adapted)
            }
            const reason = chatReason(turn.answer, turn.body, options.model, yield* Clock.currentTimeMillis)
            if (reason !== null) return yield* failed(reason, noUsage)
            // Learnt only now: a refusal that another dialect gets as well was about something else.
            dialect = turn.sent
            const completion = Option.getOrNull(decodeCompletion(turn.body))
            const input = completion?.usage?.prompt_tokens ?? tokensIn(request.messages)
            const text = completion?.choices[0].message.content ?? ""
            const output = completion?.usage?.completion_tokens ?? mostTokens(text)
            const usage: Usage = { ...noUsage, modelCalls: 1, tokens: Math.ceil(input + output), costMicroUsd: costOf(input, output) }
            if (completion === null) {
              return yield* failed(new SearchAnswerUnusable({ message: "The model's server sent an answer that is no chat completion." }), usage)
            }
            const finish = completion.choices[0].finish_reason ?? "stop"
            if (finish === "content_filter") {
              return yield* failed(new SearchAnswerUnusable({ message: "The model's server filtered the answer out." }), usage)
            }
            const said: Said = { text, truncated: finish === "length", usage }
            return said
          })

          return ChatModel.of({
            model: options.model,
            ask: Effect.fn("ChatModel.ask")(function*({ budget, parse, request }) {
              let messages = request.messages
              let spent: Usage = noUsage
              let problem = ""
              for (const turn of [1, 2]) {
                const left: RunBudget = {
                  tokens: budget.tokens === null ? null : budget.tokens - spent.tokens,
                  microUsd: budget.microUsd === null ? null : budget.microUsd - (spent.costMicroUsd ?? 0)
                }
                const maxTokens = room(messages, left)
                if (maxTokens === null) {
                  if (turn === 1) return yield* tooDear(spent)
                  break
                }
                const next: ChatRequest = { ...request, messages, maxTokens }
                const said: Said = yield* say(next).pipe(
                  countCutOff(addUsage(spent, mostOf(next))),
                  Effect.mapError((error) => failed(error.reason, addUsage(spent, error.usage ?? noUsage)))
                )
                spent = addUsage(spent, said.usage)
                const parsed = said.truncated ? Result.fail("It was cut off before its end. Write less.") : parse(said.text)
                if (Result.isSuccess(parsed)) return { value: parsed.success, usage: spent }
                problem = parsed.failure
                messages = [...request.messages, { role: "assistant", content: said.text.slice(0, 4_000) }, {
                  role: "user",
                  content: repairPrompt(problem)
                }]
              }
              return yield* failed(new SearchAnswerUnusable({ message: `The model's answer cannot be used. ${problem.slice(0, 200)}` }), spent)
            }),
            check: Effect.gen(function*() {
              yield* reachable
              const answer = yield* http.fetch({ url: `${baseUrl}/models`, headers, timeoutMs: 10_000, maxRedirects: 0 }).pipe(
                Effect.mapError((error) => failed(unreachedReason("The model", error.reason), noUsage))
              )
              // Not every server lists its models; one that does must list this one.
              if (answer.status === 404 || answer.status === 405) return
              const body = new TextDecoder().decode(answer.body)
              const reason = chatReason(answer, body, options.model, yield* Clock.currentTimeMillis)
              if (reason !== null) return yield* failed(reason, noUsage)
              const ids = Option.getOrNull(decodeModels(body))?.data.map(({ id }) => id) ?? []
              if (ids.length === 0 || ids.some((id) => id === options.model || id === `${options.model}:latest`)) return
              const message = `The model's server does not have ${options.model}. It has ${ids.slice(0, 10).join(", ")}.`
              return yield* failed(new SearchMisconfigured({ message }), noUsage)
            })
          })
        })
      )
    )
}

const decodeModels = Schema.decodeUnknownOption(Schema.fromJsonString(Schema.Struct({
  data: Schema.Array(Schema.Struct({ id: Schema.String }))
})))

import * as Effect from "effect/Effect"
import type { Responder, ServedResponse } from "../fakes/FakeWeb.ts"

export interface ChatAsked {
  readonly model: string
  readonly system: string
  /** Everything else that was said, joined. */
  readonly user: string
  /** 1 for the first question, 2 for the repair turn. */
  readonly turn: number
  readonly body: Readonly<Record<string, unknown>>
}

/** What the model writes, or an answer of the server instead. */
export type ChatAnswer = string | { readonly text: string; readonly finish: string } | ServedResponse | Effect.Effect<never>

const json = (value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): ServedResponse => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(value)
})

/** An error as OpenAI writes it. */
export const chatError = (status: number, code: string | null, message = "Stand-in", headers: Readonly<Record<string, string>> = {}): ServedResponse =>
  json({ error: { message, type: "stand_in", param: null, code } }, status, headers)

const completion = (model: string, text: string, finish: string, asked: string): ServedResponse =>
  json({
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 0,
    model,
    choices: [{ index: 0, message: { role: "assistant", content: text, refusal: null }, finish_reason: finish, logprobs: null }],
    usage: {
      prompt_tokens: Math.ceil(asked.length / 4),
      completion_tokens: Math.ceil(text.length / 4),
      total_tokens: Math.ceil(asked.length / 4) + Math.ceil(text.length / 4)
    }
  })

/**
 * A stand-in for an OpenAI-compatible server, written from the API's reference: `POST /chat/completions`, `GET /models`, bearer keys,
 * and 400 for parameters that a dialect does not take. Not held against a server of anybody's.
 */
export const chatServer = (options: {
  readonly models: ReadonlyArray<string>
  readonly key?: string
  /** Parameters refused with 400, by name. */
  readonly refuses?: ReadonlyArray<string>
  readonly answer: (asked: ChatAsked) => ChatAnswer
}): Responder =>
({ body, headers, method, url }) => {
  const { pathname } = new URL(url)
  if (options.key !== undefined && headers?.["authorization"] !== `Bearer ${options.key}`) {
    return Effect.succeed(chatError(401, "invalid_api_key"))
  }
  if (method === undefined || method === "GET") {
    return Effect.succeed(
      pathname.endsWith("/models") ? json({ object: "list", data: options.models.map((id) => ({ id, object: "model" })) }) : chatError(404, null)
    )
  }
  if (!pathname.endsWith("/chat/completions")) return Effect.succeed(chatError(404, null))
  const sent = JSON.parse(body ?? "{}") as Record<string, unknown>
  const model = String(sent["model"])
  if (!options.models.includes(model)) return Effect.succeed(chatError(404, "model_not_found"))
  const refused = options.refuses?.find((name) => name in sent)
  if (refused !== undefined) {
    const instead = refused === "max_tokens" ? " Use 'max_completion_tokens' instead." : ""
    return Effect.succeed(chatError(400, "unsupported_parameter", `Unsupported parameter: '${refused}' is not supported with this model.${instead}`))
  }
  const messages = sent["messages"] as ReadonlyArray<{ readonly role: string; readonly content: string }>
  const said = (system: boolean) => messages.filter(({ role }) => (role === "system") === system).map(({ content }) => content).join("\n")
  const answer = options.answer({
    model,
    system: said(true),
    user: said(false),
    turn: messages.some(({ role }) => role === "assistant") ? 2 : 1,
    body: sent
  })
  if (Effect.isEffect(answer)) return answer
  const whole = messages.map(({ content }) => content).join("\n")
  if (typeof answer === "string") return Effect.succeed(completion(model, answer, "stop", whole))
  return Effect.succeed("text" in answer ? completion(model, answer.text, answer.finish, whole) : answer)
}

import * as Effect from "effect/Effect"
import type { Responder, ServedResponse } from "../fakes/FakeWeb.ts"

export interface GeminiAsked {
  readonly model: string
  readonly key: string
  readonly system: string
  readonly user: string
  readonly grounded: boolean
  /** Whether JSON was asked for. */
  readonly json: boolean
}

/** What the model writes, with the queries it made and the URLs it cites; or an answer of the server instead. */
export type GeminiAnswer =
  | { readonly text: string; readonly queries?: ReadonlyArray<string>; readonly citations?: ReadonlyArray<string>; readonly status?: string }
  | ServedResponse
  | Effect.Effect<never>

const json = (value: unknown, status = 200): ServedResponse => ({
  status,
  headers: { "content-type": "application/json; charset=UTF-8" },
  body: JSON.stringify(value)
})

/** An error as Google's APIs write it (AIP-193). */
export const googleError = (code: number, status: string, details: ReadonlyArray<Readonly<Record<string, unknown>>> = []): ServedResponse =>
  json({ error: { code, message: "Stand-in.", status, details } }, code)

/** 429 as Gemini writes it. */
export const geminiLimit = (quota: { readonly id: string; readonly value: string; readonly retryDelay?: string }): ServedResponse =>
  googleError(429, "RESOURCE_EXHAUSTED", [
    {
      "@type": "type.googleapis.com/google.rpc.QuotaFailure",
      violations: [{ quotaMetric: "generativelanguage.googleapis.com/stand_in", quotaId: quota.id, quotaValue: quota.value }]
    },
    ...(quota.retryDelay === undefined ? [] : [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: quota.retryDelay }])
  ])

const interaction = (asked: GeminiAsked, answer: Extract<GeminiAnswer, { readonly text: string }>): ServedResponse => {
  const queries = answer.queries ?? []
  return json({
    id: "int_1",
    object: "interaction",
    model: asked.model,
    status: answer.status ?? "completed",
    created: "2026-11-26T08:00:00Z",
    updated: "2026-11-26T08:00:00Z",
    steps: [
      ...(queries.length === 0 ? [] : [
        { type: "google_search_call", id: "call_1", arguments: { queries }, signature: "c2ln" },
        { type: "google_search_result", call_id: "call_1", result: [{ search_suggestions: "<div></div>" }] }
      ]),
      {
        type: "model_output",
        content: [{
          type: "text",
          text: answer.text,
          annotations: (answer.citations ?? []).map((url) => ({ type: "url_citation", url, title: "stand-in", start_index: 0, end_index: 1 }))
        }]
      }
    ],
    usage: {
      total_input_tokens: Math.ceil((asked.system.length + asked.user.length) / 4),
      total_output_tokens: Math.ceil(answer.text.length / 4),
      total_thought_tokens: 10,
      total_tokens: 0
    }
  })
}

/**
 * A stand-in for the Gemini API, written from its documentation: `POST /v1beta/interactions`, `GET /v1beta/models/{model}`, keys in
 * `x-goog-api-key`. Not held against Google's.
 */
export const geminiServer = (options: {
  readonly models: ReadonlyArray<string>
  readonly keys: ReadonlyArray<string>
  readonly answer: (asked: GeminiAsked) => GeminiAnswer
}): Responder =>
({ body, headers, method, url }) => {
  const { pathname, searchParams } = new URL(url)
  const key = headers?.["x-goog-api-key"] ?? searchParams.get("key") ?? ""
  if (!options.keys.includes(key)) {
    return Effect.succeed(googleError(400, "INVALID_ARGUMENT", [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "API_KEY_INVALID" }]))
  }
  const missing = googleError(404, "NOT_FOUND")
  if (method === undefined || method === "GET") {
    const model = /^\/v1beta\/models\/([^/:]+)$/u.exec(pathname)?.[1]
    return Effect.succeed(model !== undefined && options.models.includes(model) ? json({ name: `models/${model}`, version: "1" }) : missing)
  }
  if (pathname !== "/v1beta/interactions") return Effect.succeed(missing)
  const sent = JSON.parse(body ?? "{}") as Record<string, unknown>
  if (sent["store"] !== false) return Effect.succeed(googleError(400, "INVALID_ARGUMENT"))
  const model = String(sent["model"])
  if (!options.models.includes(model)) return Effect.succeed(missing)
  const tools = (sent["tools"] ?? []) as ReadonlyArray<{ readonly type: string }>
  const asked: GeminiAsked = {
    model,
    key,
    system: String(sent["system_instruction"] ?? ""),
    user: typeof sent["input"] === "string" ? sent["input"] : JSON.stringify(sent["input"]),
    grounded: tools.some(({ type }) => type === "google_search"),
    json: sent["response_format"] !== undefined
  }
  const answer = options.answer(asked)
  if (Effect.isEffect(answer)) return answer
  return Effect.succeed("text" in answer ? interaction(asked, answer) : answer)
}

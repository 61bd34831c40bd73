import { refusedParameters } from "./refusedParameters.ts"

/**
 * What an OpenAI-compatible server takes. The API is one by name: new OpenAI models refuse `max_tokens` and `temperature`, old local
 * servers know no `json_schema`. Nothing announces it, so it is learnt from the 400 or 422 that refuses the parameter, once per process, and
 * only where the server then takes the request without it.
 */
export interface Dialect {
  readonly limit: "max_tokens" | "max_completion_tokens"
  readonly temperature: boolean
  readonly format: "json_schema" | "json_object" | "none"
}

export const commonDialect: Dialect = { limit: "max_tokens", temperature: true, format: "json_schema" }

export interface ChatMessage {
  readonly role: "system" | "user" | "assistant"
  readonly content: string
}

export interface ChatRequest {
  readonly messages: ReadonlyArray<ChatMessage>
  readonly maxTokens: number
  readonly schema: { readonly name: string; readonly schema: Readonly<Record<string, unknown>> }
}

/** What servers call the parameters by which dialects differ; llama.cpp makes a grammar of a schema, and says so. */
const formats = ["response_format", "json_schema", "json_object", "grammar"]
const known = ["max_tokens", "max_completion_tokens", "temperature", ...formats]

/** The next thing to try after a 400 or 422 to `request` with this body; null: it is not about a parameter of ours. */
export const adapt = (dialect: Dialect, body: string, model: string, { messages, schema }: ChatRequest): Dialect | null => {
  const refused = refusedParameters(body, known, [model, JSON.stringify(schema), ...messages.map(({ content }) => content)])
  if (dialect.limit === "max_tokens" && (refused.has("max_completion_tokens") || refused.has("max_tokens"))) {
    return { ...dialect, limit: "max_completion_tokens" }
  }
  if (dialect.temperature && refused.has("temperature")) return { ...dialect, temperature: false }
  if (dialect.format !== "none" && formats.some((name) => refused.has(name))) {
    return { ...dialect, format: dialect.format === "json_schema" ? "json_object" : "none" }
  }
  return null
}

/** The body of `POST /chat/completions`. No tools, no stream, nothing stored. */
export const chatBody = (dialect: Dialect, model: string, { maxTokens, messages, schema }: ChatRequest): string =>
  JSON.stringify({
    model,
    messages,
    stream: false,
    [dialect.limit]: maxTokens,
    ...(dialect.temperature ? { temperature: 0 } : {}),
    ...(dialect.format === "json_schema"
      ? { response_format: { type: "json_schema", json_schema: { name: schema.name, strict: true, schema: schema.schema } } }
      : dialect.format === "json_object"
      ? { response_format: { type: "json_object" } }
      : {})
  })

import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

const Annotation = Schema.Struct({ type: Schema.String, url: Schema.optionalKey(Schema.String) })
const Content = Schema.Struct({
  type: Schema.String,
  text: Schema.optionalKey(Schema.String),
  annotations: Schema.optionalKey(Schema.Array(Annotation))
})
const Step = Schema.Struct({
  type: Schema.String,
  content: Schema.optionalKey(Schema.Array(Content)),
  is_error: Schema.optionalKey(Schema.Boolean),
  arguments: Schema.optionalKey(Schema.Struct({ queries: Schema.optionalKey(Schema.Array(Schema.String)) }))
})
const Interaction = Schema.Struct({
  status: Schema.String,
  steps: Schema.optionalKey(Schema.Array(Step)),
  usage: Schema.optionalKey(Schema.Struct({
    total_input_tokens: Schema.optionalKey(Schema.Finite),
    total_output_tokens: Schema.optionalKey(Schema.Finite),
    total_thought_tokens: Schema.optionalKey(Schema.Finite),
    total_tool_use_tokens: Schema.optionalKey(Schema.Finite)
  }))
})
const decode = Schema.decodeUnknownOption(Interaction)

/** What an interaction came to, as plain data. */
export interface Interacted {
  readonly text: string
  /** It ended by itself; what was cut off or failed is not an answer. */
  readonly complete: boolean
  /** Queries that were searched for. None: the answer comes from the model's memory. */
  readonly queries: ReadonlyArray<string>
  /** Queries that are billed: those of a search that failed, too. */
  readonly searches: number
  /** URLs cited, each once, in order; most are redirects of Google's. */
  readonly citations: ReadonlyArray<string>
  /** Null where the answer does not say. */
  readonly inputTokens: number | null
  readonly outputTokens: number | null
}

/** Read by our own schema and not by the SDK's types: they describe what was documented when it was built. */
export const readInteraction = (interaction: unknown): Option.Option<Interacted> =>
  Option.map(decode(interaction), ({ status, steps = [], usage }) => {
    // An answer comes in pieces where the model searched in between; the last step that says something is the answer.
    const output = steps.findLast((step) => step.type === "model_output" && (step.content ?? []).some(({ text }) => text !== undefined))
    const contents = steps.filter((step) => step.type === "model_output").flatMap((step) => step.content ?? [])
    const searches = steps.filter((step) => step.type === "google_search_call")
    // Google bills each query of its own, and none that is blank (documented for Gemini 3; earlier models bill less).
    const searched = [...new Set(searches.flatMap((step) => step.arguments?.queries ?? []).filter((query) => query.trim() !== ""))]
    const failedSearch = steps.some((step) => step.type === "google_search_result" && step.is_error === true)
    return {
      text: (output?.content ?? []).map(({ text }) => text ?? "").join(""),
      complete: status === "completed",
      queries: failedSearch ? [] : searched,
      searches: searched.length,
      citations: [
        ...new Set(contents.flatMap(({ annotations = [] }) => annotations.flatMap(({ type, url }) => type === "url_citation" && url !== undefined ? [url] : [])))
      ],
      inputTokens: usage?.total_input_tokens === undefined ? null : usage.total_input_tokens + (usage.total_tool_use_tokens ?? 0),
      outputTokens: usage?.total_output_tokens === undefined ? null : usage.total_output_tokens + (usage.total_thought_tokens ?? 0)
    }
  })

/** A gateway wraps the error of the server behind it once; twice has been seen of a gateway behind a gateway. */
const maxWraps = 4
/** A server says what is wrong in its first sentence; what comes later is the request thrown back, or a list of all it takes. */
const maxMessage = 300

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> | null =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value as Record<string, unknown> : null

/** `response_format.json_schema.name`, `messages[0]`: the parameter that this is inside of. */
const rootOf = (path: string): string => path.split(/[.[]/u, 1)[0] ?? ""

interface Said {
  readonly parameters: ReadonlyArray<string>
  readonly messages: ReadonlyArray<string>
}
const nothing: Said = { parameters: [], messages: [] }
const both = (one: Said, other: Said): Said => ({
  parameters: [...one.parameters, ...other.parameters],
  messages: [...one.messages, ...other.messages]
})

/** `detail` of FastAPI: a sentence, or one entry for each parameter with where it is. `input`, the value thrown back, is not read. */
const detailOf = (detail: unknown): Said =>
  Array.isArray(detail)
    ? detail.map((entry): Said => {
      const loc = fieldsOf(entry)?.["loc"]
      const [at] = Array.isArray(loc) ? loc.filter((part) => part !== "body") : []
      return typeof at === "string" ? { parameters: [at], messages: [] } : nothing
    }).reduce(both, nothing)
    : typeof detail === "string"
    ? { parameters: [], messages: [detail] }
    : nothing

/** A sentence, and the error that a gateway (LiteLLM) quotes behind it. */
const messageOf = (message: string, wraps: number): Said => {
  const brace = message.indexOf("{")
  if (brace < 0) return { parameters: [], messages: [message] }
  const quoted = saidBy(parsed(message.slice(brace, message.lastIndexOf("}") + 1)), wraps + 1)
  return both({ parameters: [], messages: [message.slice(0, brace)] }, quoted)
}

const saidBy = (value: unknown, wraps: number): Said => {
  const fields = fieldsOf(value)
  // A request and no error: ours, thrown back.
  if (fields === null || wraps > maxWraps || "messages" in fields) return nothing
  const { detail, error, message, metadata, param } = fields
  const raw = fieldsOf(metadata)?.["raw"]
  return [
    typeof param === "string" && param !== "" ? { parameters: [rootOf(param)], messages: [] } : nothing,
    typeof message === "string" ? messageOf(message, wraps) : saidBy(message, wraps + 1),
    typeof error === "string" ? messageOf(error, wraps) : saidBy(error, wraps + 1),
    detailOf(detail),
    typeof raw === "string" ? saidBy(parsed(raw), wraps + 1) : nothing
  ].reduce(both, nothing)
}

/**
 * The parameters, of those `known`, that the body of a 400 or 422 refuses. Read from the fields that servers document and nowhere else:
 * `error.param` and `detail[].loc` where there is one, the first sentence of `error.message` where there is none. A server may throw
 * our own request back, and a question may be about a temperature: no word counts in a sentence that stands in what we sent.
 */
export const refusedParameters = (body: string, known: ReadonlyArray<string>, sent: ReadonlyArray<string>): ReadonlySet<string> => {
  const { messages, parameters } = saidBy(parsed(body), 0)
  if (parameters.length > 0) return new Set(known.filter((name) => parameters.includes(name)))
  const words = new Set(messages.flatMap((message) => message.slice(0, maxMessage).match(/\w+/gu) ?? []))
  return new Set(known.filter((name) => words.has(name) && !sent.some((text) => text.includes(name))))
}

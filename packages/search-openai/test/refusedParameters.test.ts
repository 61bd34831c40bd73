import { assert, describe, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Schema from "effect/Schema"
import { adapt, chatBody, type ChatRequest, commonDialect, type Dialect } from "../src/dialect.ts"

const asking = (content: string): ChatRequest => ({ messages: [{ role: "user", content }], maxTokens: 9, schema: { name: "x", schema: {} } })
const learnt = (body: unknown, content = "Is it out?") =>
  adapt(commonDialect, typeof body === "string" ? body : JSON.stringify(body), "m", asking(content))

const error = (message: string, param: string | null = null) => ({ error: { message, type: "invalid_request_error", param, code: null } })

describe("what servers are documented to say of a parameter is learnt", () => {
  it.each<[string, unknown, Partial<Dialect>]>([
    [
      "OpenAI, by param",
      error("Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.", "temperature"),
      { temperature: false }
    ],
    [
      "OpenAI, by param, in place of another",
      error("Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", "max_tokens"),
      { limit: "max_completion_tokens" }
    ],
    ["OpenAI, inside of a parameter", error("Missing required parameter.", "response_format.json_schema.name"), { format: "json_object" }],
    ["OpenAI, by message", error("Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model."), {
      format: "json_object"
    }],
    ["llama.cpp", { error: { code: 400, message: "failed to parse grammar", type: "invalid_request_error" } }, { format: "json_object" }],
    ["vLLM", { object: "error", message: "temperature must be positive", type: "BadRequestError", param: null, code: 400 }, { temperature: false }],
    ["FastAPI", { detail: [{ type: "extra_forbidden", loc: ["body", "response_format"], msg: "Extra inputs", input: "temperature" }] }, {
      format: "json_object"
    }],
    ["Mistral", { object: "error", message: { detail: [{ loc: ["body", "temperature"], msg: "Extra inputs" }] } }, { temperature: false }],
    ["OpenRouter", {
      error: { code: 400, message: "Provider returned error", metadata: { raw: JSON.stringify(error("No.", "temperature")), provider_name: "X" } }
    }, { temperature: false }],
    ["LiteLLM", error(`litellm.BadRequestError: OpenAIException - ${JSON.stringify(error("No.", "response_format"), null, 1)}`), {
      format: "json_object"
    }]
  ])("%s", (_, body, change) => assert.deepStrictEqual(learnt(body), { ...commonDialect, ...change }))
})

describe("nothing else is", () => {
  it.each<[string, unknown, string?]>([
    ["a param that is not of the dialect", error("Reduce your messages or max_completion_tokens.", "messages")],
    ["a page", "<h1>temperature</h1>"],
    ["a text that is no JSON", "temperature response_format"],
    ["a longer word", error("The temperatures are wrong")],
    ["a word of the question", error("Not allowed here: temperature"), "Is the temperature above 20?"],
    ["fields that nobody documented", { error: { message: "No.", input: "temperature", prompt: { param: "temperature" } } }],
    ["our own request, printed", error(`Cannot read {'model': 'm', 'messages': [{'content': 'x'}], 'temperature': 0}`)]
  ])("%s", (_, body, content) => assert.isNull(learnt(body, content)))

  const oneOf = <A>(first: A, ...others: ReadonlyArray<A>) =>
    Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: others.length }))).pipe(
      Arbitrary.map((index) => [first, ...others][index] ?? first)
    )
  const word = oneOf("temperature", "grammar", "json_schema", "response_format", "max_completion_tokens", "is", "\"}", "{", "\n", ": ", "xs")
  const content = Arbitrary.all({ a: word, b: word, c: word, glue: oneOf(" ", "", ".", "'") }).pipe(
    Arbitrary.map(({ a, b, c, glue }) => [a, b, c].join(glue))
  )
  const echo = oneOf<(content: string, sent: string) => unknown>(
    (content) => error(`Cannot take: ${content}`),
    (content) => error(JSON.stringify(content)),
    (content) => error(`Bad prompt '${content.slice(0, 20)}...'`),
    (_, sent) => error(`Cannot read ${sent}`),
    (_, sent) => error(`Cannot read ${JSON.stringify(JSON.parse(sent), null, 2)}`),
    (content, sent) => ({ ...error("No."), content, sent: JSON.parse(sent) }),
    (content) => ({ detail: content }),
    (content, sent) => ({ detail: [{ loc: ["body", "messages", 0, content], msg: "no", input: sent }] })
  )
  it.prop("whatever of our request a server throws back", [content, echo], ([content, echo]) => {
    const sent = chatBody(commonDialect, "m", asking(content))
    assert.isNull(learnt(echo(content, sent), content))
  }, { arbitrary: { runs: 300 } })
})

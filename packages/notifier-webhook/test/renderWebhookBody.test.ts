import { assert, describe, it } from "@effect/vitest"
import { NotificationMessage } from "@vedette/domain"
import { outgoingMessage } from "@vedette/testkit/notifier"
import * as Schema from "effect/Schema"
import { maxBodyBytes, renderWebhookBody } from "../src/renderWebhookBody.ts"

const bytes = (text: string) => Buffer.byteLength(text, "utf8")
const render = (changes: Partial<NotificationMessage> = {}) => renderWebhookBody(outgoingMessage(1, changes))
const parsed = (changes: Partial<NotificationMessage> = {}) => JSON.parse(render(changes))

describe("the body of a webhook", () => {
  it("a met condition, to the letter", () => {
    assert.strictEqual(
      render({ context: { ticket: 7 } }),
      "{\"type\":\"task.condition_met\",\"event\":\"condition_met\",\"timestamp\":\"2026-11-21T09:30:00.250Z\"," +
        "\"id\":\"019a0000-0000-7000-8000-000000000001\",\"task_id\":\"019a0000-0000-7000-8000-000000002000\"," +
        "\"task_name\":\"Espresso machine under 300\",\"answer\":\"The Rancilio Silvia costs 289.00 EUR now.\"," +
        "\"sources\":[\"https://shop.example/silvia\"],\"data\":{" +
        "\"task\":{\"id\":\"019a0000-0000-7000-8000-000000002000\",\"name\":\"Espresso machine under 300\"," +
        "\"search_query\":\"Has the price of the Rancilio Silvia fallen below 300 EUR?\"," +
        "\"condition_description\":\"The price is below 300 EUR\"}," +
        "\"execution\":{\"id\":\"019a0000-0000-7000-8000-000000003000\"," +
        "\"notification\":\"The Rancilio Silvia costs 289.00 EUR now.\",\"completed_at\":\"2026-11-21T09:30:00.250Z\"}," +
        "\"result\":{\"answer\":\"The Rancilio Silvia costs 289.00 EUR now.\"," +
        "\"evidence\":\"The shop's structured data says 289.00 EUR.\",\"confidence\":95," +
        "\"grounding_sources\":[{\"uri\":\"https://shop.example/silvia\",\"title\":\"Rancilio Silvia\"," +
        "\"url\":\"https://shop.example/silvia\"}]}," +
        "\"context\":{\"ticket\":7}}}"
    )
  })

  it("changed health has its own type and its own data", () => {
    const body = parsed({ event: "health_changed", health: { status: "blind", reason: "The page is gone." }, sources: [] })
    assert.strictEqual(body.type, "task.health_changed")
    assert.strictEqual(body.event, "health_changed")
    assert.deepStrictEqual(body.data.health, { status: "blind", reason: "The page is gone." })
    assert.hasAllKeys(body.data, ["task", "execution", "health"])
  })

  it("word of a channel that failed says which, and repeats what it was to tell", () => {
    const failure = { kind: "webhook", address: "https://hooks.example/a", event: "condition_met" as const, reason: "410" }
    const body = parsed({ event: "delivery_failed", answer: "Your webhook did not take an alert.", failure })
    assert.deepInclude(body, { type: "task.delivery_failed", event: "delivery_failed", answer: "Your webhook did not take an alert." })
    assert.deepStrictEqual(body.data.failure, failure)
    assert.hasAllKeys(body.data, ["task", "execution", "result", "failure"])
    assert.strictEqual(parsed({ event: "test" }).type, "webhook.test")
  })

  it("other scripts and emoji are sent as they are, controls as escapes", () => {
    const answer = "価格は 289 € 😀\u0000\u2028\"\\\n"
    const text = render({ answer })
    assert.include(text, "価格は 289 € 😀\\u0000\u2028\\\"\\\\\\n")
    assert.strictEqual(JSON.parse(text).answer, answer)
  })

  it("half a surrogate pair becomes the replacement character", () => {
    assert.strictEqual(parsed({ answer: "half \ud83d" }).answer, "half \ufffd")
    assert.deepStrictEqual(parsed({ context: { a: ["\udc00"] } }).data.context, { a: ["\ufffd"] })
  })
})

describe("Standard Webhooks: Payload size", () => {
  it("very long evidence is cut first, to just below the limit, and the body says so", () => {
    const body = render({ evidence: "evidence ".repeat(10_000), context: { keep: "me" } })
    const { data } = JSON.parse(body)
    assert.isBelow(bytes(body), maxBodyBytes)
    assert.isAbove(bytes(body), maxBodyBytes - 8)
    assert.match(data.result.evidence, /…$/)
    assert.deepStrictEqual(data.truncated, ["evidence"])
    assert.deepStrictEqual(data.context, { keep: "me" })
    assert.strictEqual(data.result.answer, outgoingMessage().message.answer)
  })

  it("then the answer, everywhere it stands", () => {
    const body = parsed({ evidence: "e".repeat(9_000), answer: "a".repeat(9_000) })
    assert.deepStrictEqual(body.data.truncated, ["evidence", "answer"])
    assert.isAbove(body.answer.length, 300)
    assert.strictEqual(body.data.execution.notification, body.answer)
    assert.strictEqual(body.data.result.answer, body.answer)
  })

  it("then sources, from the end", () => {
    const sources = Array.from({ length: 200 }, (_, n) => ({ uri: `https://example.org/page/${n}`, title: `Page ${n}` }))
    const body = parsed({ evidence: "e".repeat(301), answer: "a".repeat(301), sources })
    assert.deepStrictEqual(body.data.truncated, ["evidence", "answer", "sources"])
    assert.isAbove(body.sources.length, 50)
    assert.strictEqual(body.sources[0], "https://example.org/page/0")
    assert.strictEqual(body.data.result.grounding_sources.length, body.sources.length)
  })

  it("a context that fits beside the shortened rest is kept whole", () => {
    const context = { blob: "c".repeat(15_000) }
    const body = parsed({ evidence: "e".repeat(9_000), context })
    assert.deepStrictEqual(body.data.context, context)
    assert.deepStrictEqual(body.data.truncated, ["evidence"])
  })

  it("a context that cannot fit is left out whole, and costs the rest nothing", () => {
    const body = parsed({ context: { blob: "c".repeat(50_000) } })
    assert.notProperty(body.data, "context")
    assert.deepStrictEqual(body.data.truncated, ["context"])
    assert.strictEqual(body.data.result.evidence, outgoingMessage().message.evidence)
  })

  it("a context that is nested too deep to be written or read is left out whole", () => {
    const nested = (levels: number) =>
      Array.from({ length: levels }).reduce<NonNullable<NotificationMessage["context"]>>((inner) => [inner], "x")
    assert.deepStrictEqual(parsed({ context: nested(500) }).data.context, nested(500))
    for (const levels of [501, 3_000, 100_000]) {
      const body = parsed({ context: nested(levels) })
      assert.notProperty(body.data, "context")
      assert.deepStrictEqual(body.data.truncated, ["context"])
    }
  })

  it("a context gives way before the third source does", () => {
    const sources = Array.from({ length: 5 }, (_, n) => ({ uri: `https://example.org/${n}/${"p".repeat(1_900)}`, title: "" }))
    const body = parsed({ sources, context: { blob: "c".repeat(10_000) } })
    assert.lengthOf(body.sources, 3)
    assert.deepStrictEqual(body.data.truncated, ["context", "sources"])
  })

  it("a cut never halves a surrogate pair, wherever it falls", () => {
    for (const pad of ["", "x", "xx", "xxx"]) {
      const { data } = parsed({ evidence: pad + "😀".repeat(20_000) })
      assert.isTrue(data.result.evidence.isWellFormed())
      assert.notInclude(data.result.evidence, "\ufffd")
    }
  })

  it("the longest escapes in every field at once still fit", () => {
    const worst = "\u0000".repeat(30_000)
    for (const event of ["condition_met", "health_changed", "delivery_failed"] as const) {
      const body = render({
        event,
        taskName: worst,
        searchQuery: worst,
        conditionDescription: worst,
        answer: worst,
        evidence: worst,
        sources: Array.from({ length: 5 }, () => ({ uri: worst, title: worst })),
        context: { [worst]: worst },
        health: { status: worst, reason: worst },
        failure: { kind: worst, address: worst, event: "condition_met", reason: worst }
      })
      assert.isBelow(bytes(body), maxBodyBytes)
      assert.doesNotThrow(() => JSON.parse(body))
    }
  })

  it("a page's endless title is cut and costs no source", () => {
    const body = parsed({ sources: [{ uri: "https://example.org/", title: "t".repeat(100_000) }] })
    assert.lengthOf(body.data.result.grounding_sources[0].title, 300)
    assert.notProperty(body.data, "truncated")
  })

  it.prop(
    "whatever is told, the body is JSON below the limit, the same every time",
    [NotificationMessage, Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 3_000 }))],
    ([message, times]) => {
      const swollen = { ...message, evidence: message.evidence.repeat(times), answer: message.answer.repeat(times) }
      const body = render(swollen)
      assert.isBelow(bytes(body), maxBodyBytes)
      assert.strictEqual(JSON.parse(body).task_id, message.taskId)
      assert.strictEqual(render(swollen), body)
    }
  )
})

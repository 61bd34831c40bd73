import { assert, describe, it } from "@effect/vitest"
import { NotificationMessage } from "@vedette/domain"
import { outgoingMessage } from "@vedette/testkit/notifier"
import * as Schema from "effect/Schema"
import { maxMessageBytes, renderNtfyMessage } from "../src/renderNtfyMessage.ts"

const target = { topic: "alerts", priority: 3 } as const
const render = (changes: Partial<NotificationMessage> = {}) => renderNtfyMessage(outgoingMessage(1, changes), target)
const parsed = (changes: Partial<NotificationMessage> = {}) => JSON.parse(render(changes))
const bytes = (text: string) => Buffer.byteLength(text, "utf8")

describe("the published message", () => {
  it("comes out to the letter", () => {
    assert.strictEqual(
      render(),
      "{\"topic\":\"alerts\",\"title\":\"Espresso machine under 300\"," +
        "\"message\":\"The Rancilio Silvia costs 289.00 EUR now.\\n\\n" +
        "The shop's structured data says 289.00 EUR.\\n\\nhttps://shop.example/silvia\"," +
        "\"tags\":[\"bell\"],\"priority\":3,\"click\":\"https://shop.example/silvia\"," +
        "\"sequence_id\":\"019a0000-0000-7000-8000-000000000001\"}"
    )
  })

  it("changed health says why, under its own tag", () => {
    const body = parsed({
      event: "health_changed",
      answer: "This task can no longer be checked.",
      evidence: "",
      sources: [],
      health: { status: "blind", reason: "The page is gone." }
    })
    assert.strictEqual(body.message, "This task can no longer be checked.\n\nThe page is gone.")
    assert.deepStrictEqual(body.tags, ["warning"])
    assert.notProperty(body, "click")
  })

  it("word of a channel that failed, and a test, have tags of their own", () => {
    const failure = { kind: "webhook", address: "https://hooks.example/a", event: "condition_met" as const, reason: "410" }
    const body = parsed({ event: "delivery_failed", answer: "Your webhook did not take an alert.", failure })
    assert.match(body.message, /^Your webhook did not take an alert\.\n\nThe shop's structured data/)
    assert.deepStrictEqual(body.tags, ["mailbox_with_no_mail"])
    assert.deepStrictEqual(parsed({ event: "test" }).tags, ["test_tube"])
  })

  it("other scripts are sent as they are, in the title too", () => {
    assert.deepInclude(parsed({ taskName: "エスプレッソ ☕", answer: "価格は 289 € 😀" }), { title: "エスプレッソ ☕" })
    assert.include(render({ answer: "価格は 289 € 😀" }), "価格は 289 € 😀")
  })

  it("controls that no phone shows are replaced, line breaks kept in the text and not in the title", () => {
    const body = parsed({ taskName: "a\r\n\tb\u0000", answer: "one\r\ntwo\u0007\u001b[31m", evidence: "half \ud83d" })
    assert.strictEqual(body.title, "a b\ufffd")
    assert.match(body.message, /^one\ntwo\ufffd\ufffd\[31m\n\nhalf \ufffd\n\n/)
  })

  it("a tap opens web addresses only", () => {
    const sources = ["javascript:alert(1)", "intent://x", "https://example.org/2"].map((uri) => ({ uri, title: "" }))
    const body = parsed({ sources })
    assert.strictEqual(body.click, "https://example.org/2")
    assert.notInclude(body.message, "javascript:")
  })
})

describe("the size of a message", () => {
  it("very long evidence is cut to the limit, and answer and links stay whole", () => {
    for (const pad of ["", "x", "xx", "xxx"]) {
      const { message } = parsed({ evidence: pad + "😀".repeat(20_000) })
      assert.isAtMost(bytes(message), maxMessageBytes)
      assert.isAbove(bytes(message), maxMessageBytes - 8)
      assert.isTrue(message.isWellFormed())
      assert.notInclude(message, "\ufffd")
      assert.match(message, /^The Rancilio Silvia costs 289\.00 EUR now\./)
      assert.match(message, /…\n\nhttps:\/\/shop\.example\/silvia$/)
    }
  })

  it("an endless answer leaves room for evidence, and an endless link is not shown", () => {
    const sources = [{ uri: `https://example.org/${"p".repeat(3_000)}`, title: "" }]
    const { message } = parsed({ answer: "答".repeat(9_000), evidence: "e".repeat(9_000), sources })
    assert.isAtMost(bytes(message), maxMessageBytes)
    assert.match(message, /答…\n\ne+…$/)
  })

  it.prop(
    "whatever is told fits and is the same every time",
    [NotificationMessage, Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000 }))],
    ([message, times]) => {
      const swollen = { ...message, evidence: message.evidence.repeat(times), answer: message.answer.repeat(times) }
      const body = render(swollen)
      assert.isAtMost(bytes(JSON.parse(body).message), maxMessageBytes)
      assert.isTrue(JSON.parse(body).message.isWellFormed())
      assert.strictEqual(render(swollen), body)
    }
  )
})

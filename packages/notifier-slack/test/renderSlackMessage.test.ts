import { assert, describe, it } from "@effect/vitest"
import { NotificationMessage } from "@vedette/domain"
import { outgoingMessage } from "@vedette/testkit/notifier"
import * as Schema from "effect/Schema"
import { maxSectionLength, renderSlackMessage } from "../src/renderSlackMessage.ts"

const render = (changes: Partial<NotificationMessage> = {}) => renderSlackMessage(outgoingMessage(1, changes))
const parsed = (changes: Partial<NotificationMessage> = {}) => JSON.parse(render(changes))
const texts = (changes: Partial<NotificationMessage> = {}): ReadonlyArray<string> =>
  parsed(changes).blocks.map((block: { readonly text: { readonly text: string } }) => block.text.text)

describe("the posted message", () => {
  it("comes out to the letter", () => {
    assert.strictEqual(
      render(),
      "{\"text\":\"Espresso machine under 300: The Rancilio Silvia costs 289.00 EUR now.\",\"blocks\":[" +
        "{\"type\":\"section\",\"text\":{\"type\":\"plain_text\",\"text\":\"🔔 Espresso machine under 300\",\"emoji\":false}," +
        "\"block_id\":\"019a0000-0000-7000-8000-000000000001\"}," +
        "{\"type\":\"section\",\"text\":{\"type\":\"plain_text\",\"text\":\"The Rancilio Silvia costs 289.00 EUR now.\",\"emoji\":false}}," +
        "{\"type\":\"section\",\"text\":{\"type\":\"plain_text\",\"text\":\"The shop's structured data says 289.00 EUR.\",\"emoji\":false}}," +
        "{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\",\"text\":\"<https://shop.example/silvia>\",\"verbatim\":true}}]}"
    )
  })

  it("changed health says why", () => {
    const health = { status: "blind", reason: "The page is gone." }
    assert.deepStrictEqual(texts({ event: "health_changed", answer: "It cannot be checked.", sources: [], health }), [
      "⚠️ Espresso machine under 300",
      "It cannot be checked.",
      "The page is gone."
    ])
  })

  it("word of a channel that failed, and a test, are told apart at a glance", () => {
    const failure = { kind: "webhook", address: "https://hooks.example/a", event: "condition_met" as const, reason: "410" }
    assert.deepStrictEqual(texts({ event: "delivery_failed", answer: "Your webhook did not take an alert.", sources: [], failure }), [
      "📭 Espresso machine under 300",
      "Your webhook did not take an alert.",
      "The shop's structured data says 289.00 EUR."
    ])
    assert.include(texts({ event: "test" }), "🧪 Espresso machine under 300")
  })

  it("a page cannot call a workspace, and the three characters are escaped once", () => {
    const { blocks, text } = parsed({ answer: "<!channel> a & b &lt;", taskName: "<@U1>" })
    assert.strictEqual(text, "&lt;@U1&gt;: &lt;!channel&gt; a &amp; b &amp;lt;")
    assert.deepInclude(blocks[1].text, { type: "plain_text", text: "&lt;!channel&gt; a &amp; b &amp;lt;" })
  })

  it("other scripts are sent as they are, controls and half pairs replaced", () => {
    assert.include(render({ answer: "価格は 289 € 😀" }), "価格は 289 € 😀")
    assert.strictEqual(texts({ answer: "a\u0000\r\nb \ud83d" })[1], "a\ufffd\nb \ufffd")
  })

  it("links are web addresses that cannot leave their brackets", () => {
    const sources = ["javascript:alert(1)", "https://example.org/?a=1&b=<x|y>"].map((uri) => ({ uri, title: "" }))
    assert.strictEqual(texts({ sources }).at(-1), "<https://example.org/?a=1&amp;b=%3Cx%7Cy%3E>")
  })

  it("what is empty is left out, because Slack refuses an empty section", () => {
    assert.lengthOf(texts({ evidence: " ", sources: [] }), 2)
  })
})

describe("the size of a message", () => {
  it("very long evidence is cut to the limit, and no pair or entity is halved", () => {
    for (const pad of ["", "x", "xx", "xxx", "xxxx"]) {
      for (const unit of ["😀", "&", "<"]) {
        const evidence = texts({ evidence: pad + unit.repeat(20_000) })[2] ?? ""
        assert.isAtMost(evidence.length, maxSectionLength)
        assert.isAbove(evidence.length, maxSectionLength - 8)
        assert.isTrue(evidence.isWellFormed())
        assert.match(evidence, /^x*(?:😀|&amp;|&lt;)+…$/u)
      }
    }
  })

  it.prop(
    "whatever is told, every text fits, and it is the same every time",
    [NotificationMessage, Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000 }))],
    ([message, times]) => {
      const swollen = { ...message, evidence: message.evidence.repeat(times), answer: message.answer.repeat(times) }
      for (const text of texts(swollen)) {
        assert.isAtMost(text.length, maxSectionLength)
        assert.isNotEmpty(text)
        assert.isTrue(text.isWellFormed())
      }
      assert.strictEqual(render(swollen), render(swollen))
    }
  )
})

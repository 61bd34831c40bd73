import { assert, describe, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Condition } from "../../src/search/condition/Condition.ts"
import { evaluateCondition } from "../../src/search/condition/evaluateCondition.ts"
import type { EvaluationFacts } from "../../src/search/condition/EvaluationFacts.ts"
import { parseCondition } from "../../src/search/condition/parseCondition.ts"
import { Judgement } from "../../src/search/Judgement.ts"
import { judgeTyped } from "../../src/search/judgeTyped.ts"
import { placesOf } from "../../src/search/placesOf.ts"
import { nothingKnown } from "../../src/task/KnownState.ts"
import { conditionArbitrary } from "./conditionArbitrary.ts"
import { filler, offerOf, pageOf, selected, url } from "./pageFixture.ts"

const condition = (text: string): Condition => Result.getOrThrow(parseCondition(text))
const facts = (more: Partial<EvaluationFacts> = {}): EvaluationFacts => ({
  sources: [url],
  pages: [],
  failed: [],
  known: nothingKnown,
  ...more
})
const priced = (price: number, snippet?: string) =>
  pageOf({ offers: [offerOf({ price, currency: "USD", ...(snippet === undefined ? {} : { snippet }) })] })

const amounts = Arbitrary.schema(Schema.Literals([0, 3, 279, 279.99, 300, 1e6]))
const currencies = Arbitrary.schema(Schema.NullOr(Schema.Literals(["USD", "EUR", "CAD"])))
const texts = Arbitrary.schema(Schema.Literals(["In stock", "Sold out", "$279.99", "was $300", "kWh 3", "not", "Tickets on sale", ""]))
const pages = Arbitrary.all({
  blocks: Arbitrary.array(texts, { maxLength: 3 }),
  offers: Arbitrary.array(
    Arbitrary.all({ price: amounts, currency: currencies }).pipe(Arbitrary.map((offer) => offerOf(offer))),
    { maxLength: 2 }
  ),
  shown: texts,
  url: Arbitrary.schema(Schema.Literals([url, "https://a.example/ä"]))
}).pipe(Arbitrary.map(({ blocks, offers, shown, url }) =>
  pageOf({ url, offers, blocks: [filler, ...blocks], selections: selected(".price:not(.old)", shown) })
))

describe("judgeTyped", () => {
  it("says what it found, in a sentence, with the quote, the source and a topic", () => {
    const judgement = judgeTyped(condition("price < 300 USD"), facts({ pages: [priced(279)] }))
    assert.strictEqual(judgement.verdict, "met")
    assert.strictEqual(judgement.judged, "typed")
    assert.strictEqual(judgement.answer, "The price is 279.00 USD, below 300 USD (Headphones).")
    assert.strictEqual(judgement.topic, "Headphones")
    assert.deepStrictEqual(judgement.sources, [{ uri: url, title: "Headphones" }])
    assert.deepStrictEqual(judgement.degraded, [])
    assert.deepStrictEqual(judgement.quotes.map((quote) => [quote.text, quote.verified]), [["\"price\": \"279\"", true]])
    assert.include(judgement.trace.map((step) => step.detail).join("\n"), "structured data (json-ld)")
  })

  it.each([
    ["price < 300 USD", priced(300), "The price is 300.00 USD, not below 300 USD (Headphones)."],
    ["not price <= 300", priced(350), "The price is 350.00 USD, more than 300 (Headphones)."],
    ["availability is sold_out", pageOf({ title: null, offers: [offerOf({ availability: "sold_out" })] }), "It is sold out."],
    ["text lacks \"Coming soon\"", pageOf(), "The page does not say “Coming soon” (Headphones)."],
    ["value(page, \".x\") > 3 kWh", pageOf({ selections: selected(".x", "5 kWh") }), "The value is 5 kWh, above 3 kWh (Headphones)."],
    ["price > 100 and price < 300", priced(200), "The price is 200.00 USD, above 100 (Headphones). The price is 200.00 USD, below 300 (Headphones)."]
  ])("%s is answered plainly", (text, page, answer) => {
    assert.strictEqual(judgeTyped(condition(text), facts({ pages: [page] })).answer, answer)
  })

  it("without a quote nothing is met, and it says so", () => {
    const judgement = judgeTyped(condition("price < 300"), facts({ pages: [priced(279, "")] }))
    assert.strictEqual(judgement.verdict, "unclear")
    assert.isAtMost(judgement.confidence, 40)
    assert.include(judgement.degraded.join(), "no quote supports")
  })

  it("what could not be read is said and decides nothing", () => {
    const failed = [{ url, why: "timed out" }]
    for (const text of ["price < 300", "not price < 300", "text lacks \"x\"", "not changed"]) {
      const judgement = judgeTyped(condition(text), facts({ failed }))
      assert.strictEqual(judgement.verdict, "unclear")
      assert.strictEqual(judgement.confidence, 0)
      assert.deepStrictEqual(judgement.degraded, [`${url} could not be read: timed out`])
      assert.deepStrictEqual(judgement.sources, [])
    }
  })

  it("a long title is cut between words for the topic", () => {
    const title = "Wireless noise-cancelling headphones with thirty hours of battery, in black"
    const { topic } = judgeTyped(condition("price < 3"), facts({ pages: [{ ...priced(2), title }] }))
    assert.isAtMost(topic?.length ?? 99, 60)
    assert.isTrue(title.startsWith(topic?.slice(0, -1) ?? "?"))
  })

  it.prop(
    "for any condition and pages: a judgement by the schema, met only on a verified quote, never met together with its negation",
    [conditionArbitrary, Arbitrary.array(pages, { maxLength: 2 })],
    ([condition, pages]) => {
      const given = facts({ pages, sources: [url, "https://a.example/ä"] })
      const judgement = judgeTyped(condition, given)
      assert.isTrue(Schema.is(Judgement)(judgement))
      if (judgement.verdict === "met") assert.isTrue(judgement.quotes.some((quote) => quote.verified))
      if (judgement.verdict === "unclear") assert.isAtMost(judgement.confidence, 40)
      // The guard may refuse what the evaluation quoted (a block that says "not" stands before it), but never for being altered.
      const read = pages.map((page) => JSON.stringify([page.text, page.offers.map((it) => it.snippet), page.selections])).join()
      for (const quote of judgement.quotes) assert.include(read, JSON.stringify(quote.text).slice(1, -1))
      assert.notStrictEqual(judgement.answer, "")
      const opposite = judgeTyped({ _tag: "Not", operand: condition }, given)
      assert.isFalse(judgement.verdict === "met" && opposite.verdict === "met")
      assert.strictEqual(new Set(judgement.observations.map((it) => it.term)).size, judgement.observations.length)
    },
    { arbitrary: { runs: 800 } }
  )

  it.prop(
    "a page that turns unreadable never makes an unmet condition met",
    [conditionArbitrary, pages],
    ([condition, page]) => {
      const before = evaluateCondition(condition, facts({ pages: [page] })).verdict
      const after = evaluateCondition(condition, facts({ failed: [{ url: page.url, why: "gone" }] })).verdict
      assert.isTrue(after === "unclear" || after === before)
    },
    { arbitrary: { runs: 600 } }
  )
})

describe("placesOf", () => {
  it("each URL once, with every selector wanted there, in the order of the condition", () => {
    const text = "price(\"https://b.example/\") < 3 and (value(page, \".n\") > 1 or not text(\"https://b.example/\", \"#t\") lacks \"x\")"
    assert.deepStrictEqual(placesOf(condition(text), [url, "https://c.example/"]), [
      { url: "https://b.example/", selectors: ["#t"] },
      { url, selectors: [".n"] },
      { url: "https://c.example/", selectors: [".n"] }
    ])
  })

  it("a source that no term asks for is not read", () => {
    assert.deepStrictEqual(placesOf(condition("changed(\"https://b.example/\")"), [url]), [
      { url: "https://b.example/", selectors: [] }
    ])
  })
})

import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { ld, meta, pageVerdict } from "./pageVerdict.ts"

const product = (offer: Record<string, unknown>) => ld({ "@type": "Product", name: "Kettle", offers: { "@type": "Offer", priceCurrency: "USD", ...offer } })
const item = (price: string) =>
  `<div itemscope itemtype="https://schema.org/Product"><b itemprop="name">Kettle</b><div itemprop="offers" itemscope itemtype="https://schema.org/Offer">
  <meta itemprop="priceCurrency" content="USD">${price}</div></div>`

/** Every place where a page can state a price as text. */
const formats: Readonly<Record<string, (price: string) => string>> = {
  "JSON-LD price": (price) => product({ price }),
  "JSON-LD lowPrice": (lowPrice) => product({ "@type": "AggregateOffer", lowPrice }),
  "JSON-LD lowPrice and highPrice": (price) => product({ "@type": "AggregateOffer", lowPrice: price, highPrice: price }),
  "JSON-LD price specification": (price) => product({ priceSpecification: { price, priceCurrency: "USD" } }),
  "JSON-LD beside an advertised cable": (price) => product({ price }) + ld({ "@type": "Product", name: "Cable", offers: { price: 19, priceCurrency: "USD" } }),
  "microdata content": (price) => item(`<span itemprop="price" content="${price}">a price</span>`),
  "microdata text": (price) => item(`<span itemprop="price">${price}</span>`),
  "microdata data": (price) => item(`<data itemprop="price" value="${price}">a price</data>`),
  "product meta": (price) => meta("product:price:amount", price) + meta("product:price:currency", "USD"),
  "sale meta": (price) => meta("product:sale_price:amount", price) + meta("product:price:currency", "USD"),
  "OpenGraph meta": (price) => meta("og:price:amount", price) + meta("og:price:currency", "USD"),
  "two formats": (price) => product({ price }) + meta("product:price:amount", price) + meta("product:price:currency", "USD"),
  "a selected text": (price) => `<b class="x">${price}</b>`,
  // In prose, a comma beside USD parts thousands for certain; beside EUR it does not.
  prose: (price) => `<p>${price} EUR</p>`
}
const conditionFor = (format: string, limit: number, comparison = "<") =>
  format === "prose" ? `price ${comparison} ${limit} EUR` : format === "a selected text" ? `price(page, ".x") ${comparison} ${limit} USD` : `price ${comparison} ${limit} USD`

const spellings = ["1.299", "1,299", "12.500", "12,500", "999.999", " 1.299 "]
const everywhere = Object.keys(formats).flatMap((format) => spellings.map((price) => [format, price] as const))

describe("a price with two readings", () => {
  it.effect("the page that was told as met: meta 1.299 and $1.299 in the text", () =>
    pageVerdict("price < 300 USD", `${formats["product meta"]?.("1.299")}<p>$1.299</p>`).pipe(
      Effect.map((judgement) => assert.strictEqual(judgement.verdict, "unclear"))
    ))

  it.effect.each(everywhere)("%s %j is neither below 300 nor not below it", ([format, price]) =>
    Effect.gen(function*() {
      // 999.999 and 12.500 stand on either side of 1,000 too, whichever way they are read.
      const body = formats[format]?.(price) ?? ""
      const limit = price === "999.999" ? 5_000 : 300
      assert.strictEqual((yield* pageVerdict(conditionFor(format, limit), body)).verdict, "unclear")
      assert.strictEqual((yield* pageVerdict(conditionFor(format, limit, ">"), body)).verdict, "unclear")
    }))

  it.effect.each(Object.keys(formats).filter((format) => !format.includes("cable")))("%s: a limit beyond both readings is answered", (format) =>
    Effect.gen(function*() {
      const body = formats[format]?.("1.299") ?? ""
      assert.strictEqual((yield* pageVerdict(conditionFor(format, 2_000), body)).verdict, "met")
      assert.strictEqual((yield* pageVerdict(conditionFor(format, 1), body)).verdict, "not_met")
    }))

  const between = (minimum: number, maximum: number) => Schema.Int.check(Schema.isBetween({ minimum, maximum }))
  const formatNames = Object.keys(formats)
  it.effect.prop(
    "whatever the number, the mark, the format and the limit, a verdict holds for both readings",
    [between(1, 999), between(0, 999), Schema.Boolean, between(0, formatNames.length - 1), between(1, 2_000_000), Schema.Boolean],
    ([whole, group, point, at, limit, below]) =>
      Effect.gen(function*() {
        const digits = String(group).padStart(3, "0")
        const format = formatNames[at] ?? "prose"
        const { verdict } = yield* pageVerdict(conditionFor(format, limit, below ? "<" : ">"), formats[format]?.(`${whole}${point ? "." : ","}${digits}`) ?? "")
        const holds = [Number(`${whole}${digits}`), Number(`${whole}.${digits}`)].map((value) => below ? value < limit : value > limit)
        if (verdict === "met") assert.deepStrictEqual(holds, [true, true])
        if (verdict === "not_met") assert.deepStrictEqual(holds, [false, false])
      }),
    { arbitrary: { runs: 300 } }
  )

  it.effect("a JSON number is a number", () =>
    pageVerdict("price < 300 USD", product({ price: 1.299 })).pipe(Effect.map((judgement) => assert.strictEqual(judgement.verdict, "met"))))

  it.effect.each([product({ price: 1299 }), product({ price: "1299.00" }), product({ price: "1.299,00" })])(
    "another format that says it plainly settles it: %s",
    (plain) =>
      Effect.gen(function*() {
        const preview = meta("product:price:amount", "1.299") + meta("product:price:currency", "USD")
        assert.strictEqual((yield* pageVerdict("price < 300 USD", plain + preview)).verdict, "not_met")
        assert.strictEqual((yield* pageVerdict("price < 300 USD", product({ price: "279" }) + preview)).verdict, "unclear")
      })
  )

  it.effect.each(["1.299", "1,299", "12.500"])("value(page, …) of %s is not known to be below 300", (text) =>
    Effect.gen(function*() {
      assert.strictEqual((yield* pageVerdict(`value(page, ".x") < 300`, `<b class=x>${text} downloads</b>`)).verdict, "unclear")
      assert.strictEqual((yield* pageVerdict(`value(page, ".x") < 20000`, `<b class=x>${text} downloads</b>`)).verdict, "met")
    }))
})

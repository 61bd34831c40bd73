import { assert, describe, it } from "@effect/vitest"
import { type Offer, PageReader } from "@vedette/domain"
import * as Effect from "effect/Effect"
import { WebPageReader } from "../src/index.ts"
import { availabilityWord } from "../src/availabilityWord.ts"
import { structuredPrice } from "../src/structuredPrice.ts"
import { webOf } from "./webOf.ts"

const url = "https://shop.example/p"
const offersOf = (body: string) =>
  PageReader.use((reader) => reader.read({ url, selectors: [] })).pipe(
    Effect.map((page): ReadonlyArray<Offer> => page.offers),
    Effect.provide(WebPageReader.layer()),
    Effect.provide(webOf({ [url]: { body: `<p>A product page.</p>${body}` } }).layer)
  )
const ld = (value: unknown) => `<script type="application/ld+json">${typeof value === "string" ? value : JSON.stringify(value)}</script>`
const product = (offers: unknown, name = "Kettle XL") => ({ "@context": "https://schema.org", "@type": "Product", name, offers })
const offer = (price: unknown, availability = "https://schema.org/InStock") =>
  ({ "@type": "Offer", price, priceCurrency: "EUR", availability })
const meta = (property: string, content: string) => `<meta property="${property}" content="${content}">`
const core = ({ name, price, currency, availability }: Offer) => ({ name, price, currency, availability })
const kettle = { name: "Kettle XL", price: 279.99, currency: "EUR", availability: "in_stock" } as const

describe("JSON-LD", () => {
  const shapes: ReadonlyArray<readonly [string, unknown]> = [
    ["one offer", product(offer("279.99"))],
    ["a numeric price", product(offer(279.99))],
    ["a list of one offer", product([offer("279.99")])],
    ["a list of things", [{ "@type": "WebSite", name: "Shop" }, product(offer("279.99"))]],
    ["a graph", { "@graph": [{ "@type": "BreadcrumbList" }, product(offer("279.99"))] }],
    ["a product within a page", { "@type": "WebPage", mainEntity: product(offer("279.99")) }],
    ["an offer by reference", { "@graph": [product({ "@id": "#o" }), { "@id": "#o", ...offer("279.99") }] }],
    ["an offer that names its item", { ...offer("279.99"), itemOffered: { "@type": "Product", name: "Kettle XL" } }],
    ["an aggregate", product({ "@type": "AggregateOffer", lowPrice: "279.99", highPrice: "279.99", priceCurrency: "EUR", availability: "InStock" })],
    ["an aggregate with its offers", product({ "@type": "AggregateOffer", offers: [offer("279.99")] })],
    ["an aggregate with a price and offers", product({ "@type": "AggregateOffer", lowPrice: 279.99, offers: [offer("279.99"), offer("310", "OutOfStock")] })],
    ["a price specification", product({ "@type": "Offer", availability: "InStock", priceSpecification: [{ priceType: "https://schema.org/ListPrice", price: 399, priceCurrency: "EUR" }, { price: "279.99", priceCurrency: "EUR" }] })],
    ["types as lists and URLs", { ...product(offer("279.99")), "@type": ["http://schema.org/Product", "Thing"] }],
    ["related products beside it", { ...product(offer("279.99")), isRelatedTo: product(offer("5"), "Cup") }]
  ]
  it.effect.each(shapes)("%s", ([_name, value]) =>
    Effect.gen(function*() {
      const offers = yield* offersOf(ld(value))
      assert.deepStrictEqual(offers.map(core), [kettle])
      assert.deepStrictEqual(offers[0]?.formats, ["json-ld"])
    }))

  it.effect("the snippet is literal source around the price, at most 300 characters, one for each offer", () =>
    Effect.gen(function*() {
      const source = JSON.stringify({ ...product([{ ...offer("279.99"), seller: "x".repeat(500) }, offer("310.00")]) })
      const offers = yield* offersOf(ld(source))
      assert.lengthOf(offers, 2)
      for (const [index, price] of ["279.99", "310.00"].entries()) {
        const snippet = offers[index]?.snippet ?? ""
        assert.include(source, snippet)
        assert.include(snippet, `"price":"${price}"`)
        assert.isAtMost(snippet.length, 300)
      }
    }))

  it.effect("one broken script takes no other with it", () =>
    Effect.gen(function*() {
      const offers = yield* offersOf(ld("{broken") + ld("") + ld(`<!-- ${JSON.stringify(product(offer("279.99")))} -->`))
      assert.deepStrictEqual(offers.map(core), [kettle])
    }))

  it.effect("different products stay different offers, the same offer said twice is one", () =>
    Effect.gen(function*() {
      const list = [product(offer("279.99")), product(offer("9"), "Cup"), product(offer("279.99"))]
      assert.deepStrictEqual((yield* offersOf(ld(list))).map((one) => [one.name, one.price]), [["Kettle XL", 279.99], ["Cup", 9]])
    }))

  it.effect.each([[], {}, null, 5, "x", { offers: null }, { offers: "5" }, { "@type": 5, offers: [[]] }, { "@type": "Offer" }])(
    "%j offers nothing",
    (value) => offersOf(ld(value)).pipe(Effect.map((offers) => assert.deepStrictEqual(offers, [])))
  )
})

describe("microdata and OpenGraph", () => {
  it.effect("microdata with values in attributes and text", () =>
    Effect.gen(function*() {
      const source = `<span itemprop="price" content="279.99">279 €</span>`
      const offers = yield* offersOf(
        `<div itemscope itemtype="https://schema.org/Product"><h1 itemprop="name">Kettle <b>XL</b></h1>
        <div itemprop="offers" itemscope itemtype="https://schema.org/Offer">${source}<meta itemprop="priceCurrency" content="eur">
        <link itemprop="availability" href="http://schema.org/InStock"></div></div>`
      )
      assert.deepStrictEqual(offers.map(core), [kettle])
      assert.strictEqual(offers[0]?.snippet, source)
    }))

  const itemOf = (price: string) => `<div itemscope itemtype="https://schema.org/Product"><b itemprop=name>Kettle XL</b><div itemprop=offers itemscope itemtype="https://schema.org/Offer"><meta itemprop=priceCurrency content=EUR>${price}</div></div>`

  it.effect("what is crossed out in it is said no more", () =>
    Effect.gen(function*() {
      for (const element of ["s", "del", "strike"]) {
        const offers = yield* offersOf(itemOf(`<${element}><span itemprop=price>399</span></${element}><span itemprop=price>279.99</span>`))
        assert.deepStrictEqual(offers.map(({ price }) => price), [279.99])
      }
    }))

  it.effect.each([["microdata", itemOf("<i itemprop=price>5</i>")], ["JSON-LD", ld(product(offer("5")))]])(
    "whoever writes a comment may write markup into it: %s there is not the page's",
    ([_format, markup]) =>
      Effect.gen(function*() {
        assert.deepStrictEqual(yield* offersOf(`<div class="comments"><p>Nice.</p><div>${markup}</div></div>`), [])
        assert.lengthOf(yield* offersOf(`<div class="product"><p>Nice.</p><div>${markup}</div></div>`), 1)
      })
  )

  it.effect("OpenGraph's product properties, by `property` or `name`", () =>
    Effect.gen(function*() {
      const price = meta("product:price:amount", "279,99")
      const offers = yield* offersOf(
        `${meta("og:title", "Kettle XL")}${price}<meta name="og:price:currency" content="EUR">${meta("og:availability", "instock")}`
      )
      assert.deepStrictEqual(offers.map(core), [kettle])
      assert.strictEqual(offers[0]?.snippet, price)
    }))

  it.effect("a preview without price and availability is no offer", () =>
    offersOf(meta("og:title", "Kettle")).pipe(Effect.map((offers) => assert.deepStrictEqual(offers, []))))
})

describe("merging", () => {
  const preview = (price: string, availability = "instock", title = "Kettle XL | Shop") =>
    meta("og:title", title) + meta("product:price:amount", price) + meta("product:price:currency", "EUR") + meta("product:availability", availability)

  it.effect("formats that agree become one offer and are named", () =>
    Effect.gen(function*() {
      const offers = yield* offersOf(preview("279.99") + ld(product(offer("279.99"))))
      assert.deepStrictEqual(offers.map(core), [kettle])
      assert.deepStrictEqual(offers[0]?.formats, ["json-ld", "opengraph"])
      assert.deepStrictEqual(offers[0]?.conflicts, [])
    }))

  it.effect("a field that only one format gives is taken from it", () =>
    Effect.gen(function*() {
      const offers = yield* offersOf(meta("product:availability", "oos") + ld(product({ price: 5, priceCurrency: "EUR" })))
      assert.deepInclude(offers[0], { price: 5, availability: "sold_out", conflicts: [] })
    }))

  it.effect("formats that disagree are a conflict, for each field by itself", () =>
    Effect.gen(function*() {
      const both = yield* offersOf(preview("299.99", "oos") + ld(product(offer("279.99"))))
      assert.deepInclude(both[0], { conflicts: ["price", "availability"], formats: ["json-ld", "opengraph"] })
      const stock = yield* offersOf(preview("279.99", "oos") + ld(product(offer("279.99"))))
      assert.deepInclude(stock[0], { price: 279.99, conflicts: ["availability"] })
    }))

  it.effect("another model number is another product", () =>
    Effect.gen(function*() {
      const offers = yield* offersOf(preview("299", "instock", "WH-1000XM5 Headphones") + ld(product(offer("199"), "WH-1000XM4 Headphones")))
      assert.deepStrictEqual(offers.map((one) => one.price), [199, 299])
      assert.deepStrictEqual(offers.flatMap((one) => one.conflicts), [])
    }))

  it.effect("of two variants the one with the preview's price takes it", () =>
    Effect.gen(function*() {
      const offers = yield* offersOf(preview("20") + ld(product([offer(10), offer(20)])))
      assert.deepStrictEqual(offers.map((one) => [one.price, one.formats.length, one.conflicts.length]), [[10, 1, 0], [20, 2, 0]])
    }))
})

describe("RDFa", () => {
  it.effect("an offer in RDFa Lite is read as one in microdata", () =>
    Effect.gen(function*() {
      const body = `<div vocab="https://schema.org/" typeof="Product"><h1 property="name">Kettle XL</h1><div property="offers" typeof="schema:Offer">
        <span property="price" content="279.99">279,99 €</span><meta property="priceCurrency" content="EUR"><link property="availability" href="https://schema.org/InStock"></div></div>`
      assert.deepStrictEqual((yield* offersOf(body)).map(core), [kettle])
    }))
})

describe("words and numbers", () => {
  it.each([
    ["https://schema.org/InStock", "in_stock"], ["http://schema.org/OutOfStock/", "sold_out"], ["schema:PreOrder", "preorder"],
    ["in stock", "in_stock"], ["out_of_stock", "sold_out"], ["SoldOut", "sold_out"], ["preorder", "preorder"],
    ["BackOrder", "later"], ["constructor", null], ["", null], [null, null], [5, null]
  ] as const)("availability %j is %j", (value, expected) => assert.strictEqual(availabilityWord(value), expected))

  it.each([
    ["279.99", 279.99], ["1,299.00", 1299], ["1.299,00", 1299], ["$279.99", 279.99], ["279,99 €", 279.99], ["EUR 5", 5], [5, 5], ["0", 0],
    ["1 299,50", 1299.5], ["1'299.-", null], ["CHF 1'299.-", 1299], ["1299 00", null], ["279 99", null], ["ab 5 €", null],
    ["5 x 20", null], ["10EUR20", null], ["1.29.9", null], ["12.50.3", null], ["0.299", 0.299], [1.299, 1.299], ["", null], ["free", null], ["-5", null], ["5-10", null], [-1, null],
    [Number.NaN, null], [{}, null]
  ] as const)("price %j is %j", (value, expected) => {
    const price = structuredPrice(value)
    assert.strictEqual(price?.value ?? null, expected)
    assert.isNull(price?.otherwise ?? null)
  })
})

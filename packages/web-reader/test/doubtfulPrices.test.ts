import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { TestClock } from "effect/testing"
import { ld, meta, pageVerdict } from "./pageVerdict.ts"

const offer = (terms: Record<string, unknown>) => ({ "@type": "Offer", price: 279, priceCurrency: "USD", ...terms })
const product = (offers: unknown) => ld({ "@type": "Product", name: "Kettle", offers })
const aggregate = (terms: Record<string, unknown>) => product({ "@type": "AggregateOffer", priceCurrency: "USD", ...terms })
const cable = ld({ "@type": "Product", name: "Cable", offers: offer({ price: 19 }) })
const og = (amount: string, currency = "USD") => meta("product:price:amount", amount) + meta("product:price:currency", currency)
const verdictOf = (body: string, condition = "price < 300 USD") =>
  TestClock.setTime(Date.parse("2026-03-01T12:00:00Z")).pipe(Effect.andThen(pageVerdict(condition, body)), Effect.map(({ verdict }) => verdict))

describe("what a page says of a price, and takes back elsewhere, is no evidence", () => {
  it.effect.each([
    ["its end has passed", product(offer({ priceValidUntil: "2026-02-27" })), "unclear"],
    ["its end has passed, to the second", product(offer({ priceValidUntil: "2026-03-01T11:59:59Z" })), "unclear"],
    ["its offer has ended", product(offer({ validThrough: "2025-12-31" })), "unclear"],
    ["its specification has ended", product({ priceSpecification: { price: 279, priceCurrency: "USD", validThrough: "2025-12-31" } }), "unclear"],
    ["its end has passed, a preview repeats it", product(offer({ priceValidUntil: "2026-02-01" })) + og("279"), "unclear"],
    ["its end has passed, and the text says it too", `${product(offer({ priceValidUntil: "2026-02-01" }))}<p>$279</p>`, "unclear"],
    ["a sale that is over", meta("product:sale_price:amount", "279") + meta("product:sale_price_dates:end", "2026-02-01T00:00Z") + og("399"), "unclear"],
    ["the last day is today", product(offer({ priceValidUntil: "2026-03-01" })), "met"],
    ["its last day ended, but not yet everywhere", product(offer({ priceValidUntil: "2026-02-28" })), "unclear"],
    ["its end is far", product(offer({ priceValidUntil: "2026-12-31" })), "met"],
    ["its end is no date", product(offer({ priceValidUntil: "soon" })), "met"],
    ["two currencies in two formats", product(offer({})) + og("279", "EUR"), "unclear"],
    ["a sign against the field", product(offer({ price: "279 €" })), "unclear"],
    ["a dollar against euros", product(offer({ price: "$279", priceCurrency: "EUR" })), "unclear"],
    ["a dollar and which", product(offer({ price: "$279" })), "met"],
    ["two currencies in one offer", product({ priceCurrency: "USD", priceSpecification: { price: 279, priceCurrency: "EUR" } }), "unclear"],
    ["zero", product(offer({ price: 0 })), "unclear"],
    ["negative, beside a cable", product(offer({ price: -5 })) + cable, "unclear"],
    ["unreadable, beside a cable", product(offer({ price: "on request" })) + cable, "unclear"],
    ["unreadable meta, beside a cable", og("1.29.9") + cable, "unclear"],
    ["a list of prices", product(offer({ price: ["279", "399"] })), "unclear"],
    ["two contents of one property", og("279") + og("399"), "unclear"],
    ["a price by the kilo", product({ priceSpecification: [{ price: 2, priceCurrency: "USD", referenceQuantity: {} }, { price: 399, priceCurrency: "USD" }] }), "not_met"],
    ["a down payment alone", product({ priceSpecification: { price: 20, priceCurrency: "USD", priceComponentType: "https://schema.org/DownPayment" } }), "unclear"],
    ["a down payment alone, beside a cable", product({ priceSpecification: { price: 20, priceCurrency: "USD", priceComponentType: "https://schema.org/DownPayment" } }) + cable, "unclear"],
    ["a price for members", product({ priceSpecification: [{ price: 399, priceCurrency: "USD" }, { price: 279, priceCurrency: "USD", validForMemberTier: {} }] }), "not_met"],
    ["a monthly rate, said twice", product(offer({ price: 27, priceSpecification: { price: 27, unitText: "MONTH" } })), "unclear"],
    ["a monthly rate, said once as a word", product(offer({ price: 27, priceSpecification: { price: "27.00", unitText: "MONTH" } })), "unclear"],
    ["a monthly rate, by its code", product(offer({ price: 27, priceSpecification: { price: 27, referenceQuantity: { value: 1, unitCode: "MON" } } })), "unclear"],
    ["a monthly rate, by its turns", product(offer({ price: 27, priceSpecification: { price: 27, billingDuration: "P1M" } })), "unclear"],
    ["a down payment, said twice", product(offer({ price: 27, priceSpecification: { price: 27, priceComponentType: "DownPayment" } })), "unclear"],
    ["a kilo's price of a kilo", product(offer({ priceSpecification: { price: 279, referenceQuantity: { value: 1, unitCode: "KGM" } } })), "met"],
    ["a lease", product(offer({ price: 27, businessFunction: "http://purl.org/goodrelations/v1#LeaseOut" })), "unclear"],
    ["a sale that says so", product(offer({ businessFunction: "http://purl.org/goodrelations/v1#Sell" })), "met"],
    ["a price from a hundred on", product(offer({ price: 2, eligibleQuantity: { minValue: 100 } })), "unclear"],
    ["a price from an order of a thousand on", product(offer({ eligibleTransactionVolume: { minPrice: 1000 } })), "unclear"],
    ["a price for firms", product(offer({ eligibleCustomerType: "https://schema.org/Business" })), "unclear"],
    ["in stock, of which none is left", product(offer({ availability: "InStock", inventoryLevel: { value: 0 } })), "unclear", "availability is in_stock"],
    ["in stock, of which some are left", product(offer({ availability: "InStock", inventoryLevel: { value: 3 } })), "met", "availability is in_stock"],
    ["two specifications that differ", product({ priceSpecification: [{ price: 279, priceCurrency: "USD" }, { price: 399, priceCurrency: "USD" }] }), "unclear"],
    ["the lowest of several is sold out", aggregate({ lowPrice: 279, offers: [offer({ availability: "SoldOut" }), offer({ price: 399, availability: "InStock" })] }), "unclear"],
    ["the lowest of several can be had", aggregate({ lowPrice: 279, offers: [offer({ availability: "InStock" }), offer({ price: 399, availability: "InStock" })] }), "met"],
    ["the lowest of nobody knows what", aggregate({ lowPrice: 279, highPrice: 399, offerCount: 3 }), "unclear"],
    ["the lowest and the highest are below", aggregate({ lowPrice: 249, highPrice: 279 }), "met"],
    ["the lowest is above", aggregate({ lowPrice: 349, highPrice: 399 }), "not_met"],
    ["the lowest and the highest are one", aggregate({ lowPrice: 279, highPrice: "279.00" }), "met"],
    ["the lowest of several sizes", aggregate({ lowPrice: 279, highPrice: 399, offers: [offer({ name: "Small" }), offer({ name: "Large", price: 399 })] }), "unclear"],
    ["the lowest of several sellers", aggregate({ lowPrice: 279, highPrice: 399, offers: [offer({}), offer({ price: 399 })] }), "met"],
    ["all are below", aggregate({ lowPrice: 199, offers: [offer({ price: 199, availability: "SoldOut" }), offer({ availability: "InStock" })] }), "met"],
    ["a numeral of no form beside a small one, selected", "<b class=x>$1.29.9 Cable $19</b>", "unclear", `price(page, ".x") < 300 USD`],
    ["a numeral of no form beside a small one, in prose", "<p>$1.29.9</p><p>$19</p>", "unclear"],
    ["a numeral of no form as a value", "<b class=x>1.29.9 of 20</b>", "unclear", `value(page, ".x") < 300`]
  ] as const)("%s", ([_name, body, verdict, condition]) =>
    verdictOf(body, condition).pipe(Effect.map((said) => assert.strictEqual(said, verdict))))

  it.effect("a price that is met says when there is nothing to buy", () =>
    Effect.gen(function*() {
      const soldOut = yield* pageVerdict("price < 300 USD", product(offer({ availability: "https://schema.org/SoldOut" })))
      assert.strictEqual(soldOut.verdict, "met")
      assert.include(soldOut.evidence, "It is sold out.")
      const inStock = yield* pageVerdict("price < 300 USD", product(offer({ availability: "InStock" })))
      assert.notInclude(inStock.evidence, "stock")
    }))
})

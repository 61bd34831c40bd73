import { assert, describe, it } from "@effect/vitest"
import { lowestPrice } from "../../src/search/amount/lowestPrice.ts"
import { reducedPrice } from "../../src/search/amount/reducedPrice.ts"
import { availabilityPhrase } from "../../src/search/condition/availabilityPhrase.ts"
import { startsLater } from "../../src/search/condition/startsLater.ts"
import { stockChannel } from "../../src/search/condition/stockChannel.ts"
import { subjectOf } from "../../src/search/identity/Subject.ts"
import { subjectOn } from "../../src/search/identity/subjectOn.ts"
import { pageOf } from "./pageFixture.ts"

describe("availabilityPhrase", () => {
  it.each([
    ["In stock", "in_stock"], ["Only 3 left in stock - order soon.", "in_stock"], ["Sofort lieferbar, Lieferzeit 1-3 Werktage", "in_stock"],
    ["In stock, roasted this week", "in_stock"], ["In stock, ships in 6 weeks", null], ["In stock, but not here", null], ["In stock, in selected stores", null], ["Back in stock: April", null], ["Available (factory seconds)", null], ["Available, used", null], ["In stock – leaves our warehouse within 2 business days", "in_stock"], ["In stock. Ships from Duluth, MN.", "in_stock"], ["Back in stock – April", null], ["In stock, delivery by Friday", "in_stock"],
    ["På lager, levering 1-2 hverdage", "in_stock"], ["On backorder: ships in 5–6 weeks", "later"],
    ["Sorry, this item is out of stock", "sold_out"], ["Sold out. More to come in May.", "sold_out"], ["Sold out online, in stock", null],
    ["Sold out in size 8", null], ["18,240 in stock", "in_stock"],
    ["Fully booked. Join the waiting list and we'll be in touch.", "sold_out"], ["No availability for your dates.", "sold_out"], ["Out of stock, other colours available", null],
    ["Available on backorder", "later"], ["Backordered", "later"], ["Available soon", "later"], ["Bald wieder lieferbar", "later"], ["Not yet available", "later"], ["Out of stock – try the 20 kg instead (in stock)", "sold_out"], ["Nur noch wenige Artikel verfügbar", "in_stock"], ["7 copies left", "in_stock"]
  ] as const)("%j says %j", (text, level) => assert.strictEqual(availabilityPhrase(text), level))
})

describe("stockChannel", () => {
  it.each([
    ["Online: Out of stock", { channel: "online", said: "Out of stock" }],
    ["Pickup: In stock", { channel: "store", said: "In stock" }],
    ["In stock at Croydon", { channel: "store", said: "In stock" }],
    ["In stock", null]
  ] as const)("%j is %j", (line, channel) => assert.deepStrictEqual(stockChannel(line), channel))
})

describe("startsLater", () => {
  // The fixture is read on 20 November 2026.
  it.each([
    ["The Quill Pad Mini goes on sale on Friday, December 4 at 9 am PT.", true],
    ["Available from 1 December 2026", true], ["Tickets on sale Friday 27 November at 10:00", true], ["Releases January 8, 2027", true],
    ["Available from 1 May 2026", false], ["The sale ends on Friday, December 4", false], ["Delivery by 1 December 2026", false], ["1 December 2026", false]
  ] as const)("%j: %j", (line, later) => assert.strictEqual(startsLater(line, pageOf(), subjectOf("the Quill Pad Mini")), later))
})

describe("reducedPrice", () => {
  it.each([
    ["UVP 1.299,00 € 1.099,00 €", 1099], ["$189.00 (was $249.00, save $60)", 189], ["Special Price $89.99 Regular Price $129.99", 89.99],
    ["-24% $189.00 List Price: $249.00", 189], ["statt 30 € jetzt nur 20 €", 20], ["De R$ 899,90 por R$ 749,90", 749.9], ["Van € 89,95 voor € 64,95", 64.95],
    ["Price drop! $249.99 → $199.99", 199.99], ["Reduced from $249 to $199", 199], ["$199 → $249", null], ["from $249 to $199", null],
    ["Was $10 now $12", null], ["$189.00 $249.00", null], ["$189.00 (was $249.00, save $10)", null], ["Was $249 now $189 with trade-in", null], ["From $799 was $899", null]
  ] as const)("%j costs %j", (line, price) => assert.strictEqual(reducedPrice(line)?.value ?? null, price))
})

describe("lowestPrice", () => {
  it.each([
    ["From $799 or $33.29/mo. for 24 mo.*", 799], ["£9.50 – £44.00", 9.5], ["ab 1.299,00 €", 1299],
    ["From $34 per night", null], ["From $33.29/mo.", null], ["Get $180–$650 credit when you trade in.", null], ["$799", null], ["Save from $20", null]
  ] as const)("%j begins at %j", (line, price) => assert.strictEqual(lowestPrice(line)?.value ?? null, price))
})

describe("subjectOn", () => {
  it.each([
    ["Tidal Hollow on Vapor", "https://vapor.example/app/1", ["tidal", "hollow"]],
    ["Hollowtide on Vapor", "https://vapor.example/app/1", ["hollowtide"]],
    ["Tidal Hollow on Vapor", "https://other.example/app/1", ["tidal", "hollow", "vapor"]],
    ["Stoneware Mug by Ash & Clay", "https://ashclay.example/mug", ["stoneware", "mug"]],
    ["the Vapor", "https://vapor.example/", ["vapor"]]
  ] as const)("of %j at %s the names are %j", (query, url, names) =>
    assert.deepStrictEqual(subjectOn(pageOf({ url }), subjectOf(query))?.names, names))
})

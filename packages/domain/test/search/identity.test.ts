import { assert, describe, it } from "@effect/vitest"
import { hedgeIn } from "../../src/search/identity/hedgeIn.ts"
import { matchSubject } from "../../src/search/identity/matchSubject.ts"
import { subjectOf } from "../../src/search/identity/Subject.ts"
import { pageOf } from "./pageFixture.ts"
import { relevantTo } from "../../src/search/identity/relevantTo.ts"

const match = (query: string, name: string) => {
  const subject = subjectOf(query)
  return subject === null ? "unknown" : matchSubject(name, subject)
}

describe("matchSubject", () => {
  it.each([
    ["Koda 2 price", "Koda 2", "same"],
    ["Koda 2 price", "Acme Koda 2 Wireless Headphones, black", "same"],
    ["Koda 2 price", "Koda 2 (64 GB)", "same"],
    ["Viewmax U2725 price", "Viewmax U2725 27\" 4K Monitor", "same"],
    ["Viewmax U2725 price", "Viewmax U2725 27″ 4K Monitor", "same"],
    ["Koda 2 price", "“Koda 2” and the \"Koda 2 Max\"", "other"],
    ["price of the koda 2 under 300 usd", "KODA 2 64GB", "same"],
    ["Koda 2 price", "Koda 2 Max", "other"],
    ["Koda 2 price", "Koda 2S", "other"],
    ["Koda 2 price", "Koda 2 – $349", "same"],
    ["Koda 2 price", "Koda 2.5", "absent"],
    ["Koda 2 price", "Koda 20", "absent"],
    ["Koda 2 price", "Koda", "absent"],
    ["Koda 2 price", "Case for Koda 2", "other"],
    ["Koda 2 price", "Koda 2 replacement battery", "other"],
    ["Koda 2 price", "Koda 2 – refurbished", "other"],
    ["Koda 2 price", "Hülle für Koda 2", "other"],
    ["Nova Phone 7", "Case for Nova Phone 7", "other"],
    ["Nova Phone 7", "Case for the Nova Phone 7", "other"],
    ["Nova Phone 7", "Nova Phone 7", "same"],
    ["Brio Coffee Grinder", "Carry bag for the Brio Coffee Grinder", "other"],
    ["Brio Coffee Grinder", "The Brio Coffee Grinder", "same"],
    ["Formula Race 7", "Tickets for Formula Race 7", "same"],
    ["Pixa C40 II", "Pixa C40", "absent"],
    ["Pixa C40 II", "Pixa C40 II", "same"],
    ["Koda 2 SE", "Koda 2", "absent"],
    ["halo watch 3 se", "Halo Watch 3", "absent"],
    ["Starhold 4", "Starhold 4 Season Pass", "other"],
    ["Starhold 4 season pass", "Starhold 4 Season Pass", "same"],
    ["Emberfall", "Emberfall: Ashes Expansion", "other"],
    ["Vento 5 Herren", "Laufschuh Vento 5 Damen", "other"],
    ["Vento 5 men", "Vento 5 Men's Running Shoe", "same"],
    ["Vento 5 white", "Vento 5, black", "other"],
    ["Vento 5 white", "Vento 5, black and white", "same"],
    ["Vento 5 white", "Vento 5", "same"],
    ["halo watch 3", "Halo Watch 3", "same"],
    ["Koda 2 Max price", "Koda 2 Max", "same"],
    ["Koda 2 Max price", "Koda 2", "absent"],
    ["Sony WH-1000XM5", "Sony WH1000XM5 Headphones", "same"],
    ["Sony WH-1000XM5", "Sony WH-1000XM4 Headphones", "absent"],
    ["Sony WH-1000XM5", "Sony WF-1000XM5 Earbuds", "absent"],
    ["Aurora Festival 2026 tickets", "Aurora Festival 2025", "other"],
    ["Aurora Festival 2026 tickets", "Aurora Festival 2026", "same"],
    ["Price of Aurora Lamp", "Borealis Lamp Shade", "absent"],
    ["Price of Aurora Lamp", "Nova Desk", "absent"],
    ["the price of this kettle", "Acme Boiler", "unknown"],
    ["cheap flights", "Whatever", "unknown"]
  ] as const)("“%s” and “%s”: %s", (query, name, expected) => assert.strictEqual(match(query, name), expected))
})

describe("hedgeIn", () => {
  it.each([
    "The price is rumoured to be $279", "It will cost $279", "Was $279", "It is not available", "Is it in stock?", "Wird voraussichtlich 279 € kosten",
    "Il devrait coûter 279 €", "No longer available", "Expected in May 2026", "It may be released"
  ])("“%s” takes back what it says", (sentence) => assert.isNotNull(hedgeIn(sentence)))

  it.each(["Price: $279", "In stock", "Released on May 12, 2026", "Am 12. Mai 2026 erschienen", "Compta 9.2 – 4 mai 2026", "Version 4.1 is out"])(
    "“%s” does not",
    (sentence) => assert.isNull(hedgeIn(sentence))
  )
})

describe("relevantTo", () => {
  it.each<readonly [string, string, string, boolean]>([
    ["The Paper Lanterns at the Velodrome", "The Paper Lanterns Velodrome", "The Paper Lanterns", true],
    ["The Paper Lanterns at the Velodrome", "The Paper Lanterns Velodrome", "Isla Rune", false],
    ["The Paper Lanterns", "The Paper Lanterns Velodrome", "The Paper Lanterns", false],
    ["Koda 2 Max", "Koda 2 Max", "Koda 2", false]
  ])("on the page “%s”, asked for “%s”, the one thing “%s” is it: %s", (title, asked, name, isIt) => {
    const found = relevantTo([{ name }], pageOf({ title, headings: [title] }), subjectOf(asked))
    assert.strictEqual(typeof found !== "string", isIt)
  })

  it("of two things of which one has the name and no word more, that is it", () => {
    const things = [{ name: "Fjell 40 Backpack" }, { name: "Fjell 40 Backpack Rain Hood" }]
    assert.deepStrictEqual(relevantTo(things, pageOf({ title: "Backpacks" }), subjectOf("Fjell 40 Backpack")), things.slice(0, 1))
  })

  it("what has no name on the page of the shorter model is not the longer one's", () => {
    const page = pageOf({ title: "Koda 2 | Shop", headings: ["Koda 2"], blocks: ["Koda 2", "Koda 2 Max"] })
    assert.isString(relevantTo([{ name: null }], page, subjectOf("Koda 2 Max")))
  })
})

import { assert, describe, it } from "@effect/vitest"
import { namedUrls, urlsIn } from "../../src/search/namedUrls.ts"

describe("URLs in a sentence", () => {
  it.each([
    ["Watch https://a.example/x.", ["https://a.example/x"]],
    ["(see https://a.example/b_(c)), now", ["https://a.example/b_(c)"]],
    ["“https://a.example/”, https://b.example?q=1!", ["https://a.example/", "https://b.example?q=1"]],
    ["<https://a.example/x> and [link](https://b.example/y)", ["https://a.example/x", "https://b.example/y"]],
    ["https://a.example https://a.example", ["https://a.example"]],
    ["HTTPS://A.example/X", ["HTTPS://A.example/X"]],
    ["example.com, ftp://a.example, https:// and http://[", []],
    ["", []]
  ])("%j", (text, urls) => assert.deepStrictEqual(urlsIn(text), urls))

  it("named sources win over those in the words", () => {
    const words = { searchQuery: "https://q.example/", conditionDescription: "https://d.example/ https://q.example/" }
    assert.deepStrictEqual(namedUrls({ ...words, sources: ["https://s.example/", "https://s.example/"] }), ["https://s.example/"])
    assert.deepStrictEqual(namedUrls({ ...words, sources: [] }), ["https://q.example/", "https://d.example/"])
  })

  it("a hostile question is searched in bounded time", () => {
    const started = performance.now()
    assert.isArray(urlsIn(`https://a.example/${")".repeat(1_000_000)}`))
    assert.isBelow(performance.now() - started, 2_000)
  })
})

import { assert, describe, it } from "@effect/vitest"
import { citedPages, LONGEST_CITED_URL } from "../../src/search/citedPages.ts"
import { verifyQuotes } from "../../src/search/verifyQuotes.ts"
import { pageOf, url } from "./pageFixture.ts"

const page = pageOf({ blocks: ["Blue kettle", "Our price today: 45.00 EUR", "In stock"] })
const citing = (...quotes: ReadonlyArray<{ readonly text: string; readonly uri?: string }>) => ({
  quotes: verifyQuotes(quotes.map((quote) => ({ uri: url, ...quote })), [page, moved])
})
const moved = { ...page, url: "https://old.example/", finalUrl: "https://new.example/", hash: "c".repeat(64) }

describe("the pages that a judgement cites", () => {
  it("are those that a verified quote stands in, each once, with the read that the quote names", () => {
    const judgement = citing({ text: "Our price today: 45.00 EUR" }, { text: "In stock" })
    const cited = citedPages(judgement, [moved, page])
    assert.deepStrictEqual(cited, [{ url, hash: page.hash, text: page.text, readAt: page.readAt }])
    assert.deepStrictEqual([judgement.quotes[0]?.pageHash, judgement.quotes[0]?.readAt], [page.hash, page.readAt])
  })

  it("go by the URL that the quote names, be it the one that answered", () => {
    const cited = citedPages(citing({ text: "In stock", uri: moved.finalUrl }), [page, moved])
    assert.deepStrictEqual(cited.map((one) => one.url), [moved.finalUrl])
  })

  it("are none where the quote is not verified, or the page was read with another text", () => {
    assert.isEmpty(citedPages(citing({ text: "Our price today: 46.00 EUR" }), [page]))
    assert.isEmpty(citedPages(citing({ text: "In stock" }), [{ ...page, hash: "d".repeat(64) }]))
    assert.isEmpty(citedPages(citing({ text: "In stock" }), []))
  })

  it("are none whose address no storage can look up", () => {
    const addressed = (length: number) => {
      const finalUrl = moved.finalUrl.padEnd(length, "x")
      const there = { ...moved, finalUrl }
      return citedPages({ quotes: verifyQuotes([{ uri: finalUrl, text: "In stock" }], [there]) }, [there])
    }
    assert.lengthOf(addressed(LONGEST_CITED_URL), 1)
    assert.isEmpty(addressed(LONGEST_CITED_URL + 1))
  })
})

import { assert, describe, it } from "@effect/vitest"
import { verifyQuotes } from "../../src/search/verifyQuotes.ts"
import { filler, pageOf, url } from "./pageFixture.ts"
import { SeededRandom } from "./SeededRandom.ts"
import { corpus, honest, tampers } from "./tampering.ts"

const isVerified = (quote: string, blocks: ReadonlyArray<string>): boolean => verifyQuotes([{ text: quote, uri: url }], [pageOf({ blocks })])[0]?.verified ?? false
const plain = (text: string): string => text.normalize("NFKC").replace(/[\s\u00ad]+/gu, " ")

/** Tampered and honest quotes, `count` of each, every kind in turn. */
export const quotesSuite = (count: number): void => {
  describe(`quotes, ${count} tampered and ${count} honest`, () => {
    it.each(Object.entries(tampers))("none with %s is verified", (_, tamper) => {
      const random = new SeededRandom(20_260_310)
      let tried = 0
      for (let turn = 0; turn < count; turn++) {
        const [text = "", other = ""] = [corpus[random.below(corpus.length)], corpus[random.below(corpus.length)]]
        const quote = tamper(text, other, random)
        // What is unchanged, or stands on the page all the same, is no tampering.
        if (plain(`${text} ${other}`).includes(plain(quote)) || text === other) continue
        tried += 1
        assert.isFalse(isVerified(quote, [filler, text, filler, other]), `${quote}\n  of ${text}`)
      }
      assert.isAtLeast(tried, count / 10)
    })

    it("at least 99.5 % of honest copies are", () => {
      const random = new SeededRandom(20_260_311)
      const kinds = Object.entries(honest)
      const refused: Array<string> = []
      for (let turn = 0; turn < count; turn++) {
        const text = corpus[random.below(corpus.length)] ?? ""
        const [kind = "", copy] = kinds[random.below(kinds.length)] ?? []
        const quote = copy?.(text, random) ?? text
        if (!isVerified(quote, [filler, text, filler])) refused.push(`${kind}: ${quote}`)
      }
      assert.isAtMost(refused.length / count, 0.005, [...new Set(refused)].join("\n"))
    })
  })
}

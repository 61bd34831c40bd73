import { assert, describe, it } from "@effect/vitest"
import { cutsWord } from "../../src/search/cutsWord.ts"
import { foldText } from "../../src/search/foldText.ts"
import { wordFinder } from "../../src/search/condition/wordFinder.ts"
import { SeededRandom } from "./SeededRandom.ts"

/** The same without the test that spares the folding. */
const slowly = (text: string, words: string): boolean => {
  const lower = (one: string) => Array.from(foldText(one).text, (char) => char.toLowerCase().length === char.length ? char.toLowerCase() : char).join("")
  const [hay, needle] = [lower(text), lower(words).trim()]
  if (needle === "") return false
  for (let at = hay.indexOf(needle); at >= 0; at = hay.indexOf(needle, at + 1)) if (!cutsWord(hay, at, at + needle.length)) return true
  return false
}

describe("wordFinder", () => {
  it.each([
    ["Tickets on sale", "tickets on sale"], ["TICKETS – ON SALE", "tickets - on sale"], ["tick\u00adets on\u200b sale", "Tickets on sale"], ["Cafe\u0301 ouvert", "café"],
    ["İstanbul", "İstanbul"], ["10² m", "10²"], ["ﬁnal results", "final"], ["Ｆｕｌｌ width", "full"], ["it’s open", "it's open"]
  ])("“%s” has the words “%s”", (text, words) => {
    const found = wordFinder(words)(text)
    assert.isNotNull(found)
    assert.strictEqual(text.slice(found?.start, found?.end), text.slice(0, found?.end))
  })

  it("what the quick test leaves out has not the words: it finds what folding finds, in texts of any letters", () => {
    const random = new SeededRandom(7)
    const letters = Array.from("aAbBéÉe\u0301İiıσςΣßẞKﬁ²½①1 2\u00ad\u200b-–’' .,Ｆ한")
    const draw = (length: number) => Array.from({ length }, () => letters[random.below(letters.length)] ?? "").join("")
    for (let round = 0; round < 3_000; round++) {
      const words = draw(1 + round % 4)
      const text = round % 3 === 0 ? `${draw(5)} ${words.toUpperCase()} ${draw(5)}` : draw(30)
      assert.strictEqual(wordFinder(words)(text) !== null, slowly(text, words), JSON.stringify([text, words]))
    }
  })
})

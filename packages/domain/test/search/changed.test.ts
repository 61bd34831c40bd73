import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import type { Page } from "../../src/ports/PageReader.ts"
import { evaluateCondition } from "../../src/search/condition/evaluateCondition.ts"
import { parseCondition } from "../../src/search/condition/parseCondition.ts"
import { nothingKnown } from "../../src/task/KnownState.ts"
import { filler, pageOf, selected, url } from "./pageFixture.ts"

const evaluate = (text: string, page: Page, known = nothingKnown) =>
  evaluateCondition(Result.getOrThrow(parseCondition(text)), { sources: [url], pages: [page], failed: [], known })
const after = (page: Page) => ({ ...nothingKnown, observations: evaluate("changed", page).observations })
const judged = (before: Page, now: Page) => {
  const { confidence, verdict } = evaluate("changed", now, after(before))
  return [verdict, confidence]
}

describe("changed", () => {
  it("compares with what was remembered, and with nothing else", () => {
    const saying = (text: string) => pageOf({ blocks: [filler, text] })
    assert.deepStrictEqual(judged(saying("a"), saying("a")), ["not_met", 75])
    assert.deepStrictEqual(judged(saying("a"), saying("b")), ["met", 75])
    assert.strictEqual(evaluate("changed(page, \".x\")", pageOf({ selections: selected(".x", "b") }), after(saying("a"))).confidence, 10)
  })

  it("a page has changed where its own text has, and no page has because a release remembers it otherwise", () => {
    const page = (hash: string, ownHash?: string) => pageOf({ hash, ...(ownHash === undefined ? {} : { ownHash }) })
    assert.deepStrictEqual(judged(page("a", "own"), page("b", "own")), ["not_met", 75])
    assert.deepStrictEqual(judged(page("a", "own"), page("b", "other")), ["met", 75])
    assert.deepStrictEqual(judged(page("a"), page("a", "own")), ["not_met", 75])
    assert.deepStrictEqual(judged(page("a"), page("b", "own")), ["met", 75])
  })

  it("a page of which only numbers differ has changed, with a confidence that is not told, and one remembered without its words as before", () => {
    const page = (ownHash: string, wordsHash?: string) => pageOf({ hash: ownHash, ownHash, ...(wordsHash === undefined ? {} : { wordsHash }) })
    assert.deepStrictEqual(judged(page("a", "w"), page("b", "w")), ["met", 65])
    assert.deepStrictEqual(judged(page("a", "w"), page("b", "x")), ["met", 75])
    assert.deepStrictEqual(judged(page("a", "w"), page("a", "w")), ["not_met", 75])
    assert.deepStrictEqual(judged(page("a"), page("a", "w")), ["not_met", 75])
    assert.deepStrictEqual(judged(page("a"), page("b", "w")), ["met", 75])
  })
})

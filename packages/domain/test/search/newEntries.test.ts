import { assert, describe, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as DateTime from "effect/DateTime"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { FeedEntry, Page } from "../../src/ports/PageReader.ts"
import { evaluateCondition } from "../../src/search/condition/evaluateCondition.ts"
import type { EvaluationFacts } from "../../src/search/condition/EvaluationFacts.ts"
import { parseCondition } from "../../src/search/condition/parseCondition.ts"
import { type KnownState, nothingKnown } from "../../src/task/KnownState.ts"
import { judgeTyped } from "../../src/search/judgeTyped.ts"
import { knownAfter, newFacts } from "../../src/task/novelty.ts"
import { pageOf, url } from "./pageFixture.ts"

const since = DateTime.makeUnsafe("2026-03-09T20:00:00Z")
const entry = (title: string, publishedAt: string | null = null, more: Partial<FeedEntry> = {}): FeedEntry => ({
  id: title, title, text: "", url: null, publishedAt: publishedAt === null ? null : DateTime.makeUnsafe(publishedAt), updatedAt: null, ...more
})

const factsOn = (entries: ReadonlyArray<FeedEntry>, known: KnownState, rest?: Page["rest"]): EvaluationFacts => ({
  sources: [url],
  pages: [pageOf({ kind: "feed", entries: [...entries], blocks: entries.map(({ title }) => title), ...(rest === undefined ? {} : { rest }) })],
  failed: [],
  known,
  since
})
const look = (entries: ReadonlyArray<FeedEntry>, known: KnownState = nothingKnown, condition = "entry matches koda", rest?: Page["rest"]) =>
  evaluateCondition(Result.getOrThrow(parseCondition(condition)), factsOn(entries, known, rest))
/** The looks one after the other, each with what the one before remembers. */
const looks = (...feeds: ReadonlyArray<ReadonlyArray<FeedEntry>>) => {
  let known = nothingKnown
  return feeds.map((entries) => {
    const { observations, verdict } = look(entries, known)
    known = { ...known, verdict, observations }
    return verdict
  })
}

const other = entry("Leaves fall")
const [a, b, c, d] = [entry("Koda A"), entry("Koda B"), entry("Koda C"), entry("Koda D")]

describe("an entry is news", () => {
  it.each<[string, ReadonlyArray<ReadonlyArray<FeedEntry>>, ReadonlyArray<string>]>([
    ["published after the watch began", [[entry("Koda", "2026-03-09T20:00:01Z")]], ["met"]],
    ["and stays news at the next look", [[entry("Koda", "2026-03-09T20:00:01Z")], [entry("Koda", "2026-03-09T20:00:01Z")]], ["met", "met"]],
    ["not published before", [[entry("Koda", "2026-03-07T10:00:00Z")]], ["not_met"]],
    ["nor at a later look", [[other], [other, entry("Koda", "2026-03-07T10:00:00Z")]], ["not_met", "not_met"]],
    ["by the day alone where it was not there before", [[other], [entry("Koda", "2026-03-09"), other]], ["not_met", "met"]],
    ["not by the day alone at the first look", [[entry("Koda", "2026-03-09")]], ["not_met"]],
    ["without a date not at the first look", [[a, other]], ["not_met"]],
    ["without a date where none matched before", [[other], [a, other]], ["not_met", "met"]],
    ["without a date in front of the one that was there", [[a], [b, a], [b, a], [c, b, a]], ["not_met", "met", "met", "met"]],
    ["not where the one in front of it is gone", [[b, a], [a]], ["not_met", "not_met"]],
    ["not for being written anew", [
      [entry("Koda", null, { updatedAt: DateTime.makeUnsafe("2026-03-01T10:00:00Z") })],
      [entry("Koda", null, { updatedAt: DateTime.makeUnsafe("2026-03-10T10:00:00Z") })]
    ], ["not_met", "not_met"]]
  ])("%s", (_, feeds, verdicts) => assert.deepStrictEqual(looks(...feeds), verdicts))

  it.each([
    ["episode 142", "142: Fog", "", "met"],
    ["episode 142", "Ep. 142 – Fog", "", "met"],
    ["episode 142", "Fog (Episode 142)", "", "met"],
    ["episode 142", "141: The Ledger", "Next week: episode 142.", "not_met"],
    ["episode 14", "142: Fog", "", "not_met"]
  ])("“%s” and the entry “%s” (“%s”): %s", (words, title, text, verdict) =>
    assert.strictEqual(look([entry(title, "2026-03-09T20:00:01Z", { text })], nothingKnown, `entry matches "${words}"`).verdict, verdict))

  /** What is news at each of the looks, and told from the given one on: before, it is kept back. */
  const newsAt = (from: number, ...feeds: ReadonlyArray<ReadonlyArray<FeedEntry>>) => {
    let known = nothingKnown
    return feeds.map((entries, index) => {
      const judgement = judgeTyped(Result.getOrThrow(parseCondition("entry matches koda")), factsOn(entries, known))
      const isNews = judgement.verdict === "met" && newFacts(judgement, known).length > 0
      known = knownAfter(known, judgement, isNews && index >= from, DateTime.add(since, { days: index + 1 }))
      return isNews ? judgement.answer.replace(/ \([^)]*\)\.$/, ".") : null
    })
  }
  const later = (title: string, hour: number) => entry(title, `2026-03-10T${String(hour).padStart(2, "0")}:00:00Z`)
  const many = Array.from({ length: 30 }, (_, index) => later(`Koda ${index}`, 10))

  it.each<[string, ReadonlyArray<ReadonlyArray<FeedEntry>>, ReadonlyArray<string | null>]>([
    ["both of two that came between two looks", [[other], [later("Koda B", 9), later("Koda A", 8), other], [later("Koda B", 9), later("Koda A", 8)]],
      [null, "The feed has “Koda B” and “Koda A”.", null]],
    ["one that came late behind one that was told", [[later("Koda B", 9)], [later("Koda B", 9), later("Koda A", 8)]],
      ["The feed has “Koda B”.", "The feed has “Koda A”."]],
    ["those without a date, too", [[a], [c, b, a], [c, b, a]], [null, "The feed has “Koda C” and “Koda B”.", null]],
    ["some by their names and the rest by their number", [[other], [d, c, b, a].map(({ title }, index) => later(title, 20 - index))],
      [null, "The feed has “Koda D”, “Koda C” and 2 more."]],
    ["the twenty newest at most, and never one of those that were left out", [[other], many, many], [null, "The feed has “Koda 0”, “Koda 1” and 18 more.", null]]
  ])("and each is told once: %s", (_, feeds, told) =>
    assert.deepStrictEqual(newsAt(0, ...feeds), told))

  it.each<[string, FeedEntry, string | null]>([
    ["that came after it was told", entry("Koda down", "2026-03-13T10:00:00Z", { id: "2" }), "The feed has “Koda down”."],
    ["but not the same one with a later date", entry("Koda down", "2026-03-13T10:00:00Z", { id: "1" }), null],
    ["nor one that the feed has numbered anew", entry("Koda down", "2026-03-10T10:00:00Z", { id: "2" }), null],
    ["nor one within a day: its date may be another zone's", entry("Koda down", "2026-03-11T19:00:00Z", { id: "2" }), null],
    ["nor one without a date", entry("Koda down", null, { id: "2" }), null]
  ])("another entry of the same title is news %s", (_, second, told) => {
    const first = entry("Koda down", "2026-03-10T10:00:00Z", { id: "1" })
    assert.deepStrictEqual(newsAt(0, [first], [second]), ["The feed has “Koda down”.", told])
    assert.deepStrictEqual(newsAt(0, [first], [second], [second])[2], null)
  })

  it("what was kept back is news at the next look, with a date and without", () => {
    assert.deepStrictEqual(newsAt(2, [a], [c, b, a], [c, b, a], [c, b, a]),
      [null, "The feed has “Koda C” and “Koda B”.", "The feed has “Koda C” and “Koda B”.", null])
    const dated = [later("Koda C", 9), later("Koda B", 8)]
    assert.deepStrictEqual(newsAt(1, dated, dated, dated), ["The feed has “Koda C” and “Koda B”.", "The feed has “Koda C” and “Koda B”.", null])
  })

  it("the new one is told where an old one matches as well", () => {
    const { findings } = look([entry("Koda old", "2026-01-01T00:00:00Z"), entry("Koda new", "2026-03-10T00:00:00Z")])
    assert.include(findings.join(), "Koda new")
  })

  it("an old one is told from none, and none of it is certain before there was something to compare with", () => {
    assert.include(look([a]).findings.join(), "had “Koda A” already")
    assert.strictEqual(look([a]).confidence, 10)
    assert.strictEqual(look([entry("Koda", "2026-01-01T00:00:00Z")]).confidence, 85)
  })

  it("in none of the entries that are left out of a long feed, where those that are read are dated and go back to before the watch", () => {
    const before = entry("Leaves fall", "2026-03-01T10:00:00Z")
    const after = entry("Snow falls", "2026-03-10T10:00:00Z")
    const verdict = (entries: ReadonlyArray<FeedEntry>, rest: Page["rest"], condition?: string) => look(entries, nothingKnown, condition, rest).verdict
    assert.strictEqual(verdict([after, before], "left_out"), "not_met")
    assert.strictEqual(verdict([after], "left_out"), "unclear")
    assert.strictEqual(verdict([after, before, other], "left_out"), "unclear")
    assert.strictEqual(verdict([after, before], "lost"), "unclear")
    assert.strictEqual(verdict([after, before], "left_out", "not entry matches koda"), "unclear")
  })

  it("where it must not be there, an old one is there", () => {
    assert.strictEqual(look([a], nothingKnown, "not entry matches koda").verdict, "not_met")
    assert.strictEqual(look([a], nothingKnown, "not (entry matches koda or entry matches leaves)").verdict, "not_met")
    assert.strictEqual(look([a], nothingKnown, "not not entry matches koda").verdict, "not_met")
  })
})

const days = Arbitrary.array(Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: -30, maximum: -1 }))), { minLength: 1, maxLength: 5 })
const dated = (ago: number, index: number) => entry(`Koda ${index}`, DateTime.formatIso(DateTime.add(since, { days: ago, seconds: -1 })))
const undated = (_: number, index: number) => entry(`Koda ${index}`)

describe("whatever a feed holds at the first look", () => {
  it.prop("is no news then, nor while entries only leave it, and one that is published is", [days], ([ago]) => {
    for (const made of [dated, undated]) {
      const feed = ago.map(made)
      const leaving = feed.map((_, index) => feed.slice(0, feed.length - index))
      assert.deepStrictEqual([...new Set(looks(...leaving, ...leaving.toReversed()))], ["not_met"])
      const fresh = entry("Koda, at last", made === dated ? "2026-03-10T08:00:00Z" : null)
      assert.deepStrictEqual(looks(feed, [fresh, ...feed], [fresh, ...feed]), ["not_met", "met", "met"])
    }
  }, { arbitrary: { runs: 60 } })
})

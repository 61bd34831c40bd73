import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import type { Judgement, Observation } from "../../src/search/Judgement.ts"
import { noUsage } from "../../src/search/Judgement.ts"
import { type KnownState, nothingKnown } from "../../src/task/KnownState.ts"
import { knownAfter, newFacts } from "../../src/task/novelty.ts"
import { judgementArbitrary, now, taskArbitrary } from "../decisionArbitraries.ts"

const term = "price(\"https://shop.example\")"

const judgement = (changes: Partial<Judgement>): Judgement => ({
  verdict: "met",
  judged: "typed",
  confidence: 90,
  answer: "",
  evidence: "",
  quotes: [],
  sources: [],
  observations: [],
  topic: null,
  expectedAt: null,
  nextDateAt: null,
  degraded: [],
  model: null,
  usage: noUsage,
  trace: [],
  ...changes
})

/** The price read, against a limit of 300. */
const price = (value: number): Judgement => {
  const verdict = value < 300 ? "met" : "not_met"
  const observation: Observation = {
    term, kind: "price", value, unit: "EUR", uri: "https://shop.example", verdict, distance: (value - 300) / 300
  }
  return judgement({ verdict, observations: [observation] })
}

const quotes = (...texts: ReadonlyArray<string>): Judgement =>
  judgement({
    judged: "model",
    quotes: texts.map((text) => ({
      text, uri: "https://a.example", verified: true, readAt: now, pageHash: "0".repeat(64), passage: text
    }))
  })

/** Whether each reading in turn is told, by a task that tells whatever is true and new. */
const tellings = (readings: ReadonlyArray<Judgement>): ReadonlyArray<boolean> => {
  let known: KnownState = nothingKnown
  return readings.map((reading) => {
    const tell = reading.verdict === "met" && newFacts(reading, known).length > 0
    known = knownAfter(known, reading, tell, now)
    return tell
  })
}

describe("what is news", () => {
  it("a price that flickers within 1 % is told once", () => {
    assert.deepStrictEqual(tellings([290, 291, 289, 292.5, 290].map(price)), [true, false, false, false, false])
  })

  it("a price that falls by more than 1 % is a new fact", () => {
    assert.deepStrictEqual(tellings([290, 285].map(price)), [true, true])
  })

  it("a day whose hour becomes known is no new fact, another day, another hour and the day of a month are", () => {
    const date = (value: string): Judgement => judgement({
      observations: [{ term: "date(\"https://a.example/\")", kind: "date", value, unit: null, uri: "https://a.example/", verdict: "met", distance: null }]
    })
    assert.deepStrictEqual(
      tellings(["2026-11", "2026-11-29", "2026-11-30", "2026-11-30T20:00Z", "2026-11-30", "2026-12-01T20:00Z", "2026-12-01T19:00Z"].map(date)),
      [true, true, true, false, false, true, true]
    )
  })

  it("one read barely beyond the limit does not re-arm", () => {
    assert.deepStrictEqual(tellings([299, 301, 299].map(price)), [true, false, false])
  })

  it("two reads in a row barely beyond the limit re-arm", () => {
    assert.deepStrictEqual(tellings([299, 301, 302, 299].map(price)), [true, false, false, true])
  })

  it("one read more than 1 % beyond the limit re-arms", () => {
    assert.deepStrictEqual(tellings([299, 304, 299].map(price)), [true, false, true])
  })

  it("two false reads with a true one between are not in a row", () => {
    assert.deepStrictEqual(tellings([299, 301, 299, 301, 299].map(price)), [true, false, false, false, false])
  })

  it("an unclear read between two false ones neither counts nor starts the count again", () => {
    assert.deepStrictEqual(
      tellings([price(299), price(301), judgement({ verdict: "unclear" }), price(301), price(299)]),
      [true, false, false, false, true]
    )
  })

  it("an event is not told again, in whatever case and punctuation, however often it was seen false between", () => {
    const no = judgement({ judged: "model", verdict: "not_met" })
    assert.deepStrictEqual(
      tellings([quotes("Tickets: on sale!"), no, no, no, quotes("TICKETS  ON SALE")]),
      [true, false, false, false, false]
    )
  })

  it("an event told stays told, however long the list of what a page says grows", () => {
    const page = Array.from({ length: 60 }, (_, i) => `Event number ${i}`)
    const growing = page.map((_, i) => quotes(...page.slice(Math.max(0, i - 9), i + 1)))
    assert.deepStrictEqual(tellings([...growing, quotes("Event number 0")]), [...page.map(() => true), false])
  })

  it("a quote that was not verified is no fact", () => {
    const unverified = quotes("It is out.").quotes.map((quote) => ({ ...quote, verified: false }))
    assert.deepStrictEqual(newFacts(judgement({ judged: "model", quotes: unverified }), nothingKnown), [])
  })

  it("that a text is there is one fact, whatever the sentence around it", () => {
    const text = (value: string): Judgement =>
      judgement({
        observations: [{ term: "text", kind: "text", value, unit: null, uri: "https://a.example", verdict: "met", distance: null }]
      })
    assert.deepStrictEqual(tellings([text("in stock today"), text("3 in stock")]), [true, false])
  })

  it.prop("an unclear judgement changes nothing but the verdict and what a model has judged", [taskArbitrary, judgementArbitrary], ([task, any]) => {
    assert.deepStrictEqual(
      knownAfter(task.known, { ...any, verdict: "unclear" }, false, now),
      { ...task.known, verdict: "unclear", judgedPassages: any.model?.passages ?? task.known.judgedPassages }
    )
  })

  it.prop("events are never forgotten by a judgement that tells nothing", [taskArbitrary, judgementArbitrary], ([task, any]) => {
    const events = (known: KnownState) => known.told.filter((fact) => fact.kind === "event")
    assert.deepStrictEqual(events(knownAfter(task.known, any, false, now)), events(task.known))
  })

  it("a fact carries when it was told", () => {
    const later = DateTime.add(now, { hours: 3 })
    assert.deepStrictEqual(knownAfter(nothingKnown, price(290), true, later).told.map((fact) => fact.toldAt), [later])
  })
})

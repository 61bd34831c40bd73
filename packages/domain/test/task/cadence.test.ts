import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import { defaultPolicy } from "../../src/Policy.ts"
import { type Judgement, noUsage } from "../../src/search/Judgement.ts"
import { afterFailedRun, afterGoodRun, schedule, withinBounds } from "../../src/task/cadence.ts"
import { type KnownState, nothingKnown } from "../../src/task/KnownState.ts"
import { anyCadence, type Cadence } from "../../src/task/Task.ts"
import { now, randomArbitrary, taskArbitrary } from "../decisionArbitraries.ts"

const hour = 3_600
const day = 24 * hour

const judgement = (changes: Partial<Judgement> = {}): Judgement => ({
  verdict: "not_met",
  judged: "model",
  confidence: 50,
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

const reading = (value: number, distance: number): Judgement =>
  judgement({
    judged: "typed",
    observations: [
      { term: "price", kind: "price", value, unit: null, uri: "https://a.example", verdict: "not_met", distance }
    ]
  })

const task = (lastInterval: number | null, known: KnownState = nothingKnown, cadence: Cadence = anyCadence) => ({
  lastInterval,
  known,
  cadence
})
const good = (subject: ReturnType<typeof task>, seen: Judgement) => afterGoodRun(subject, seen, defaultPolicy, now, { manual: false, random: 0 })
const expected = (time: Parameters<typeof DateTime.add>[1]) => judgement({ expectedAt: DateTime.add(now, time) })

describe("afterGoodRun", () => {
  it("without a proposal it looks again in a day, and then each time half as long again, up to the server's week", () => {
    const intervals: Array<number> = []
    let last: number | null = null
    for (let i = 0; i < 8; i++) {
      last = good(task(last), judgement()).interval
      intervals.push(last / day)
    }
    assert.deepStrictEqual(intervals, [1, 1.5, 2.25, 3.375, 5.0625, 7, 7, 7])
  })

  it("looking by hand does not make a task be looked at less", () => {
    const byHand = afterGoodRun(task(2 * day), judgement(), defaultPolicy, now, { manual: true, random: 0 })
    assert.strictEqual(byHand.interval, 2 * day)
  })

  it("a first look at a value is repeated within the hour", () => {
    const next = good(task(null), reading(500, 0.6))
    assert.strictEqual(next.reason, "in 60 min: this was the first look")
  })

  it("a look after one by hand is not the first, and comes as soon", () => {
    const known = { ...nothingKnown, verdict: "not_met" as const, observations: reading(500, 0.6).observations }
    const byHand = afterGoodRun(task(null, known), reading(500, 0.6), defaultPolicy, now, { manual: true, random: 0 })
    assert.strictEqual(byHand.reason, "in 60 min: nothing has changed")
    assert.strictEqual(good(task(null, known), reading(500, 0.6)).reason, "in 60 min: nothing has changed")
    assert.strictEqual(good(task(null), judgement()).reason, "in 24 h: this was the first look")
    assert.strictEqual(good(task(null, known), judgement()).reason, "in 24 h: nothing has changed")
  })

  it("a value within 5 % of its limit is read every half hour, whatever came before", () => {
    for (const distance of [0.05, 0.01, 0, -0.03]) {
      assert.strictEqual(good(task(3 * day), reading(300, distance)).reason, "in 30 min: the value is close to the limit")
    }
    assert.strictEqual(good(task(3 * day), reading(300, 0.06)).interval, 4.5 * day)
  })

  it("a value that has just moved is read again in an hour", () => {
    const known = { ...nothingKnown, observations: reading(400, 0.3).observations }
    assert.strictEqual(good(task(3 * day, known), reading(390, 0.29)).reason, "in 60 min: the value has just moved")
    assert.strictEqual(good(task(3 * day, known), reading(400, 0.3)).reason, "in 5 days: nothing has changed")
  })

  it("what is expected is looked at again after a quarter of the time that is left", () => {
    assert.strictEqual(good(task(day), expected({ days: 4 })).interval, day)
    assert.strictEqual(good(task(day), expected({ hours: 4 })).reason, "in 60 min: it is expected soon")
  })

  it("what is expected brings a look forward and puts none off", () => {
    assert.strictEqual(good(task(null), expected({ days: 300 })).reason, "in 24 h: this was the first look")
    assert.strictEqual(good(task(day), expected({ years: 4_000 })).reason, "in 36 h: nothing has changed")
    const near = { ...reading(300, 0.01), expectedAt: DateTime.add(now, { days: 30 }) }
    assert.strictEqual(good(task(day), near).reason, "in 30 min: the value is close to the limit")
    assert.strictEqual(good(task(null), { ...reading(500, 0.6), expectedAt: DateTime.add(now, { days: 30 }) }).interval, hour)
  })

  it("a date that was read is looked at when it begins or ends, and says nothing of how often the page changes", () => {
    const dated = (days: number) => good(task(4 * day), judgement({ nextDateAt: DateTime.add(now, { days }) }))
    assert.strictEqual(dated(2).reason, "in 2 days: a date that was read begins or ends then")
    assert.strictEqual(DateTime.formatIso(dated(2).at), DateTime.formatIso(DateTime.add(now, { days: 2 })))
    assert.strictEqual(dated(2).interval, 6 * day)
    assert.strictEqual(dated(6.5).reason, "in 6 days: nothing has changed")
    assert.strictEqual(dated(-1).reason, "in 6 days: nothing has changed")
  })

  it("a proposal that is past falls back to half as long again", () => {
    assert.strictEqual(good(task(2 * hour), expected({ minutes: -1 })).interval, 3 * hour)
    assert.strictEqual(good(task(2 * hour), expected({ minutes: 0 })).interval, 3 * hour)
  })

  it("what was expected and did not come leaves the value to say when to look again", () => {
    const late = { ...reading(300, 0.01), expectedAt: DateTime.subtract(now, { days: 1 }) }
    assert.strictEqual(good(task(day), late).reason, "in 30 min: the value is close to the limit")
  })

  it("an absurd proposal is brought within the server's bounds", () => {
    assert.strictEqual(good(task(day), expected({ seconds: 1 })).interval, 15 * 60)
  })
})

describe("schedule", () => {
  it("the owner's bounds hold beside the server's", () => {
    const cadence = { minInterval: 2 * hour, maxInterval: 3 * hour, deadline: null }
    assert.strictEqual(
      schedule({ seconds: hour, reason: "r" }, { cadence }, defaultPolicy, now, 0).reason,
      "in 2 h: r, the shortest time allowed"
    )
    assert.strictEqual(
      schedule({ seconds: day, reason: "r" }, { cadence }, defaultPolicy, now, 0).reason,
      "in 3 h: r, the longest time allowed"
    )
  })

  it("the owner cannot look more often than the server allows", () => {
    const cadence = { minInterval: 1, maxInterval: 5, deadline: null }
    const next = schedule({ seconds: 1, reason: "r" }, { cadence }, defaultPolicy, now, 0.99)
    assert.strictEqual(next.interval, 15 * 60)
    assert.strictEqual(DateTime.toEpochMillis(next.at) - DateTime.toEpochMillis(now), 15 * 60_000)
  })

  it("a deadline before the next look becomes the last look", () => {
    const deadline = DateTime.add(now, { minutes: 20 })
    const next = schedule({ seconds: day, reason: "r" }, { cadence: { ...anyCadence, deadline } }, defaultPolicy, now, 0)
    assert.isTrue(DateTime.Equivalence(next.at, deadline))
    assert.strictEqual(next.reason, "the last look, at the deadline")
  })

  it.prop("nothing is ever scheduled in the past, not even when the deadline has gone by", [taskArbitrary, randomArbitrary], ([any, random]) => {
    const next = schedule({ seconds: hour, reason: "r" }, any, defaultPolicy, now, random)
    assert.isTrue(DateTime.isGreaterThanOrEqualTo(next.at, now))
  })

  it.prop("the jitter spreads due times by up to 5 %, and only later", [randomArbitrary], ([random]) => {
    const { at } = schedule({ seconds: day, reason: "r" }, { cadence: anyCadence }, defaultPolicy, now, random)
    const spread = (DateTime.toEpochMillis(at) - DateTime.toEpochMillis(now)) / (day * 1_000)
    assert.closeTo(spread, 1 + 0.05 * random, 1e-6)
  })
})

describe("afterFailedRun", () => {
  it.each([
    [null, hour],
    [10 * 60, hour],
    [5 * hour, 10 * hour],
    [20 * hour, day]
  ])("after a last good interval of %s s it looks again in %s s: twice that, within an hour and a day", (last, wanted) => {
    const next = afterFailedRun(task(last), defaultPolicy, now, 0)
    assert.strictEqual(next.interval, wanted)
    assert.match(next.reason, /: the last run failed$/)
  })
})

describe("withinBounds", () => {
  const within = (days: number, cadence: Cadence) =>
    DateTime.formatIso(withinBounds(DateTime.add(now, { days }), { cadence }, defaultPolicy, now))
  const inDays = (days: number) => DateTime.formatIso(DateTime.add(now, { days }))

  it("a tighter longest interval or a deadline brings the due time forward, and nothing puts it off", () => {
    assert.strictEqual(within(5, anyCadence), inDays(5))
    assert.strictEqual(within(5, { ...anyCadence, maxInterval: 2 * day }), inDays(2))
    assert.strictEqual(within(5, { ...anyCadence, deadline: DateTime.add(now, { days: 1 }) }), inDays(1))
    assert.strictEqual(within(1, { ...anyCadence, minInterval: 3 * day }), inDays(1))
    assert.strictEqual(within(-1, anyCadence), inDays(0))
  })
})

import { assert, describe, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as DateTime from "effect/DateTime"
import * as Schema from "effect/Schema"
import { decide } from "../../src/execution/decide.ts"
import { defaultPolicy } from "../../src/Policy.ts"
import type { Judgement, Quote } from "../../src/search/Judgement.ts"
import { type Alerting, plainAlerting } from "../../src/task/Alerting.ts"
import { nothingKnown } from "../../src/task/KnownState.ts"
import { quietUntil } from "../../src/task/quietUntil.ts"
import type { Task } from "../../src/task/Task.ts"
import { judgementArbitrary, now, taskArbitrary } from "../decisionArbitraries.ts"

const quote = (text: string, uri: string): Quote => ({ text, uri, verified: true, readAt: now, pageHash: "", passage: text })

const judged = (quotes: ReadonlyArray<Quote>, more: Partial<Judgement> = {}): Judgement => ({
  verdict: "met",
  judged: "model",
  confidence: 80,
  answer: "It is so.",
  evidence: "It is so.",
  quotes,
  sources: quotes.map(({ uri }) => ({ uri, title: uri })),
  observations: [],
  topic: null,
  expectedAt: null,
  nextDateAt: null,
  degraded: [],
  usage: { pages: 1, searches: 0, modelCalls: 0, tokens: 0, bytes: 0, costMicroUsd: 0 },
  trace: [],
  model: null,
  ...more
})

const options = { suppressed: false, manual: false, random: 0 }
const taskOf = (task: Task, alerting: Partial<Alerting>, more: Partial<Task> = {}): Task => ({
  ...task,
  notify: "always",
  known: nothingKnown,
  lastInterval: null,
  cadence: { minInterval: null, maxInterval: null, deadline: null },
  alerting: { ...plainAlerting, ...alerting },
  ...more
})
const aTask = [taskArbitrary] as [typeof taskArbitrary]
const some = { arbitrary: { runs: 20 } }

/** The same task some judgements later; what was told each time. */
const history = (task: Task, judgements: ReadonlyArray<Judgement>): ReadonlyArray<boolean> => {
  let known = task.known
  return judgements.map((judgement, hours) => {
    const decision = decide({ ...task, known }, judgement, DateTime.add(now, { hours }), defaultPolicy, options)
    known = decision.known
    return decision.tell
  })
}

describe("what an owner wants to be told of", () => {
  it.prop("a threshold of the task's own takes the place of the server's", aTask, ([task]) => {
    const told = (threshold: number | null, confidence: number) =>
      decide(taskOf(task, { threshold }), judged([quote("Here it is.", "https://a.example/")], { confidence }), now, defaultPolicy, options).tell
    assert.deepStrictEqual([told(null, 69), told(null, 70), told(90, 89), told(90, 90), told(30, 30)], [false, true, false, true, true])
  }, some)

  it.prop("as many sites as the task asks for must support it, and two pages of one site are one", aTask, ([task]) => {
    const told = (sourcesRequired: number, ...uris: ReadonlyArray<string>) =>
      decide(taskOf(task, { sourcesRequired }), judged(uris.map((uri) => quote("Here it is.", uri))), now, defaultPolicy, options).tell
    assert.isTrue(told(1, "https://a.example/"))
    assert.isFalse(told(2, "https://a.example/", "https://www.a.example/b"))
    assert.isTrue(told(2, "https://a.example/", "https://b.example/"))
    assert.isFalse(told(3, "https://a.example/", "https://b.example/"))
  }, some)

  it.prop("in quiet hours nobody is told; it is looked at again when they end, and told then", aTask, ([task]) => {
    // Nine in the morning in Greenwich.
    const quiet = taskOf(task, { quietHours: { from: "08:00", to: "11:30", timeZone: "UTC" } })
    const judgement = judged([quote("Here it is.", "https://a.example/")])
    const held = decide(quiet, judgement, now, defaultPolicy, options)
    assert.isFalse(held.tell)
    assert.strictEqual(DateTime.formatIso(held.next?.at ?? now), "2026-01-05T11:30:00.000Z")
    assert.include(held.next?.reason, "quiet hours")
    const later = DateTime.add(now, { hours: 2, minutes: 30 })
    assert.isTrue(decide({ ...quiet, known: held.known }, judgement, later, defaultPolicy, options).tell)
  }, some)

  it.prop("what was held back is judged again, and what was judged and is not worth telling is not", aTask, ([task]) => {
    const judgement = judged([quote("Here it is.", "https://a.example/")], { model: { name: "m", promptVersion: "1", passages: ["p"] } })
    const remembered = (alerting: Partial<Alerting>, suppressed = false) =>
      decide(taskOf(task, alerting), judgement, now, defaultPolicy, { ...options, suppressed }).known.judgedPassages
    assert.deepStrictEqual(remembered({ quietHours: { from: "08:00", to: "11:30", timeZone: "UTC" } }), [])
    assert.deepStrictEqual(remembered({}, true), [])
    assert.deepStrictEqual(remembered({ threshold: 90 }), ["p"])
    assert.deepStrictEqual(remembered({}), ["p"])
  }, some)

  it.prop("a gate says why nothing judged, and claims nothing to be told that never was", aTask, ([task]) => {
    const unjudged = judged([], { verdict: "unclear", judged: "not_judged", trace: [{ step: "judge", detail: "not judged: no new documents" }] })
    const { gates } = decide(taskOf(task, {}), unjudged, now, defaultPolicy, options)
    assert.deepStrictEqual(gates.slice(0, 2).map(({ why }) => why), ["not judged: no new documents", "there is no fact to tell"])
  }, some)

  it.prop("no next look lies in quiet hours", [taskArbitrary, judgementArbitrary], ([task, judgement]) => {
    const quietHours = { from: "22:00", to: "07:00", timeZone: "America/New_York" }
    const { next } = decide({ ...task, alerting: { ...plainAlerting, quietHours } }, judgement, now, defaultPolicy, options)
    if (next !== null && task.cadence.deadline === null) assert.isNull(quietUntil(next.at, quietHours))
  }, { arbitrary: { runs: 100 } })

  it.prop("new evidence is told only to who asks for it, from the second look on, and completes nothing", aTask, ([task]) => {
    const leads = (text: string) => judged([quote(text, "https://a.example/")], { verdict: "unclear", judged: "not_judged", confidence: 30 })
    const looks = [leads("The mayor speaks about the bridge."), leads("The mayor speaks about the bridge."), leads("Builders found 14 cracks in the tower.")]
    assert.deepStrictEqual(history(taskOf(task, { notifyOn: "new_evidence" }), looks), [false, false, true])
    assert.deepStrictEqual(history(taskOf(task, {}), looks), [false, false, false])
    const once = taskOf(task, { notifyOn: "new_evidence" }, { notify: "once", known: { ...nothingKnown, verdict: "unclear" } })
    const decision = decide(once, leads("Builders found 14 cracks in the tower."), now, defaultPolicy, options)
    assert.isTrue(decision.tell)
    assert.strictEqual(decision.notification, "New to read, and judged by nobody: “Builders found 14 cracks in the tower.”")
    assert.isFalse(decision.completes)
  }, some)
})

describe("novelty of quotes", () => {
  const told = (...texts: ReadonlyArray<string>) => (task: Task) =>
    history(taskOf(task, {}), texts.map((text, index) => judged([quote(text, `https://site${index}.example/`)])))

  it.prop("the same event from another URL, in other words, on another day is not told again; a changed value is", aTask, ([task]) => {
    assert.deepStrictEqual(
      told(
        "Mara Linde plays in Oslo on 18 April 2026.",
        "MARA LINDE plays in Oslo on 18 April, 2026!",
        "On 18 April 2026 the singer Mara Linde will be playing in Oslo.",
        "Mara Linde plays in Oslo on 19 April 2026.",
        "The bridge over the fjord is closed for repairs."
      )(task),
      [true, false, false, true, true]
    )
  }, some)

  it.prop("the same said of another place or person is news, and stays news however much was told before", aTask, ([task]) => {
    assert.deepStrictEqual(
      told("Mara Linde will play in Oslo.", "The singer Mara Linde plays Oslo, it is announced.", "Mara Linde will play in Rome.", "Mara Linde will play in Rome")(task),
      [true, false, true, false]
    )
    assert.deepStrictEqual(
      told("The bridge in Aster closes on 19 May.", "Rail tickets for the tour cost 12 euros.", "The tour closes on 12 May.")(task),
      [true, true, true]
    )
  }, some)

  it.prop("a release and an entry are told once, wherever they are read", aTask, ([task]) => {
    const observed = (kind: "version" | "entry", uri: string, value: string) =>
      judged([quote(value, uri)], {
        judged: "typed",
        observations: [{ term: kind === "version" ? `version of "Koda"(${JSON.stringify(uri)})` : `entry(${JSON.stringify(uri)}) matches koda`, kind, value, unit: null, uri, verdict: "met", distance: null }]
      })
    const gone = judged([], { verdict: "not_met", judged: "typed" })
    for (const kind of ["version", "entry"] as const) {
      const looks = [observed(kind, "https://a.example/", "4.1.0"), observed(kind, "https://b.example/", "4.1.0"), gone, gone, observed(kind, "https://a.example/", "4.1.0"), observed(kind, "https://a.example/", "4.2.0")]
      assert.deepStrictEqual(history(taskOf(task, {}), looks), [true, false, false, false, false, true])
    }
  }, some)
})

describe("quietUntil", () => {
  const at = (text: string) => DateTime.makeUnsafe(text)
  const until = (text: string, from: string, to: string, timeZone: string) => {
    const end = quietUntil(at(text), { from, to, timeZone })
    return end === null ? null : DateTime.formatIso(end)
  }

  it.each([
    ["2026-01-05T21:59:59Z", "22:00", "07:00", "UTC", null],
    ["2026-01-05T22:00:00Z", "22:00", "07:00", "UTC", "2026-01-06T07:00:00.000Z"],
    ["2026-01-06T06:59:30Z", "22:00", "07:00", "UTC", "2026-01-06T07:00:00.000Z"],
    ["2026-01-06T07:00:00Z", "22:00", "07:00", "UTC", null],
    ["2026-01-05T23:30:00Z", "22:00", "07:00", "Europe/Berlin", "2026-01-06T06:00:00.000Z"],
    // The clocks of Berlin go forward in this night, and back in that one.
    ["2026-03-28T23:00:00Z", "22:00", "07:00", "Europe/Berlin", "2026-03-29T05:00:00.000Z"],
    ["2026-10-24T23:00:00Z", "22:00", "07:00", "Europe/Berlin", "2026-10-25T06:00:00.000Z"],
    ["2026-01-05T12:00:00Z", "09:00", "09:00", "UTC", null],
    ["2026-01-05T12:00:00Z", "00:00", "23:59", "Nowhere/Land", null]
  ])("%s, quiet from %s to %s in %s: until %s", (now, from, to, zone, end) => assert.strictEqual(until(now, from, to, zone), end))

  const minutes = Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 525_599 })))
  it.prop("the end is outside, ahead, and less than a day and an hour away", [minutes], ([minute]) => {
    const start = DateTime.add(at("2026-01-01T00:00:00Z"), { minutes: minute })
    const quiet = { from: "23:15", to: "06:45", timeZone: "Australia/Lord_Howe" }
    const end = quietUntil(start, quiet)
    if (end === null) return
    assert.isNull(quietUntil(end, quiet))
    const away = DateTime.toEpochMillis(end) - DateTime.toEpochMillis(start)
    assert.isAbove(away, 0)
    assert.isAtMost(away, 25 * 3_600_000)
  }, { arbitrary: { runs: 200 } })
})

import { assert, describe, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Schema from "effect/Schema"
import { decide } from "../../src/execution/decide.ts"
import { defaultPolicy } from "../../src/Policy.ts"
import { DEFAULT_TASK_NAME } from "../../src/task/Task.ts"
import { judgementArbitrary, now, randomArbitrary, taskArbitrary } from "../decisionArbitraries.ts"

const flag = Arbitrary.schema(Schema.Boolean)
const given = [taskArbitrary, judgementArbitrary, randomArbitrary] as [
  typeof taskArbitrary,
  typeof judgementArbitrary,
  typeof randomArbitrary
]
const runs = { arbitrary: { runs: 300 } }
const asked = (random: number) => ({ suppressed: false, manual: false, random })

/** Random judgements seldom pass all gates; these always pass the first and the third. */
const true_ = Arbitrary.map(judgementArbitrary, (judgement) => ({
  ...judgement,
  verdict: "met" as const,
  judged: "model" as const,
  confidence: 80,
  sources: [{ uri: "https://a.example", title: "A" }],
  quotes: [...judgement.quotes, {
    text: "It is here.",
    uri: "https://a.example",
    verified: true,
    readAt: now,
    pageHash: "0".repeat(64),
    passage: "It is here."
  }],
  observations: judgement.observations.map((observation) => ({ ...observation, verdict: "met" as const }))
}))

describe("decide", () => {
  it.prop("tells exactly when all three gates are open, and the trace names each", given, ([task, judgement, random]) => {
    const decision = decide(task, judgement, now, defaultPolicy, asked(random))
    assert.strictEqual(decision.tell, decision.gates.every((gate) => gate.open))
    assert.strictEqual(decision.notification, decision.tell ? judgement.answer : null)
    assert.deepStrictEqual(decision.gates.map((gate) => gate.name), ["true", "new", "worth telling"])
    for (const gate of decision.gates) {
      const step = decision.trace.find((step) => step.step === `gate: ${gate.name}`)
      assert.strictEqual(step?.detail, `${gate.open ? "open" : "closed"}: ${gate.why}`)
    }
  }, runs)

  it.prop(
    "without the verdict met, a source, a verified quote and the confidence asked for nobody is told",
    given,
    ([task, judgement, random]) => {
      const { tell } = decide(task, judgement, now, defaultPolicy, asked(random))
      const may = judgement.verdict === "met" && judgement.judged !== "not_judged" && judgement.sources.length > 0 &&
        judgement.quotes.some((quote) => quote.verified) && judgement.confidence >= defaultPolicy.confidenceThreshold
      if (!may) assert.isFalse(tell)
    },
    runs
  )

  it.prop("a task that knows nothing is told what is true and sure", [taskArbitrary, true_], ([task, judgement]) => {
    const fresh = { ...task, known: { ...task.known, told: [] } }
    assert.isTrue(decide(fresh, judgement, now, defaultPolicy, asked(0)).tell)
    for (
      const spoiled of [
        { ...judgement, verdict: "unclear" as const },
        { ...judgement, judged: "not_judged" as const },
        { ...judgement, sources: [] },
        { ...judgement, quotes: judgement.quotes.map((quote) => ({ ...quote, verified: false })) },
        { ...judgement, confidence: 69 }
      ]
    ) assert.isFalse(decide(fresh, spoiled, now, defaultPolicy, asked(0)).tell)
  }, runs)

  it.prop("a confidence that just reaches the threshold is enough", [taskArbitrary, true_], ([task, judgement]) => {
    const fresh = { ...task, known: { ...task.known, told: [] } }
    assert.isTrue(decide(fresh, { ...judgement, confidence: 70 }, now, defaultPolicy, asked(0)).tell)
  })

  it.prop("the look at the deadline itself is the last one", given, ([task, judgement, random]) => {
    const due = { ...task, cadence: { ...task.cadence, deadline: now } }
    assert.isTrue(decide(due, judgement, now, defaultPolicy, asked(random)).completes)
  })

  it.prop("deciding again on what was just told tells nothing", [taskArbitrary, true_], ([task, judgement]) => {
    const { known } = decide(task, judgement, now, defaultPolicy, asked(0))
    const again = decide({ ...task, known }, judgement, now, defaultPolicy, asked(0))
    assert.isFalse(again.tell)
    assert.deepStrictEqual(again.gates.filter((gate) => !gate.open).map((gate) => gate.name), ["new"])
  }, runs)

  it.prop("a suppressed run never tells and remembers nothing as told", [taskArbitrary, true_], ([task, judgement]) => {
    const decision = decide(task, judgement, now, defaultPolicy, { suppressed: true, manual: false, random: 0 })
    assert.isFalse(decision.tell)
    assert.isNull(decision.notification)
    assert.deepStrictEqual(decision.known.told, task.known.told)
  }, runs)

  it.prop(
    "it completes exactly when a once task is told or the deadline has passed; next is null exactly then",
    [taskArbitrary, Arbitrary.map(Arbitrary.all([flag, judgementArbitrary, true_]), ([a, x, y]) => a ? x : y), flag],
    ([task, judgement, suppressed]) => {
      const decision = decide(task, judgement, now, defaultPolicy, { suppressed, manual: false, random: 0 })
      const deadline = task.cadence.deadline
      const passed = deadline !== null && DateTime.isLessThanOrEqualTo(deadline, now)
      assert.strictEqual(decision.completes, passed || (task.notify === "once" && decision.tell))
      assert.strictEqual(decision.next === null, decision.completes)
    },
    runs
  )

  it.prop("the next run is never past, within the bounds, and a deadline cuts it short", given, ([task, judgement, random]) => {
    const { next } = decide(task, judgement, now, defaultPolicy, asked(random))
    if (next === null) return
    const wait = DateTime.toEpochMillis(next.at) - DateTime.toEpochMillis(now)
    const { deadline, maxInterval, minInterval } = task.cadence
    const lower = Math.max(Duration.toMillis(defaultPolicy.minInterval), (minInterval ?? 0) * 1_000)
    const upper = Math.max(lower, Math.min(Duration.toMillis(defaultPolicy.maxInterval), (maxInterval ?? Infinity) * 1_000))
    assert.isAbove(wait, 0)
    assert.isAtMost(wait, upper)
    if (deadline === null || DateTime.isLessThan(next.at, deadline)) assert.isAtLeast(wait, lower)
    else assert.isTrue(DateTime.Equivalence(next.at, deadline))
    assert.isNotEmpty(next.reason)
  }, runs)

  it.prop("the trace of a task that completes does not say that its owner was told: that is only owed", [taskArbitrary, true_], ([task, judgement]) => {
    const decision = decide({ ...task, notify: "once" }, judgement, now, defaultPolicy, asked(0))
    const last = decision.trace.at(-1)
    assert.strictEqual(last?.step, "next run")
    assert.notMatch(last?.detail ?? "", /\btold\b/)
    if (decision.tell) assert.strictEqual(last?.detail, "none: the task has done its work")
  }, runs)

  it.prop("it is a function of its arguments", given, ([task, judgement, random]) => {
    assert.deepStrictEqual(
      decide(task, judgement, now, defaultPolicy, asked(random)),
      decide(task, judgement, now, defaultPolicy, asked(random))
    )
  })

  it.prop("a task without a name of its own takes the topic, a named one keeps its name", given, ([task, judgement]) => {
    const named = decide({ ...task, name: "Mine" }, judgement, now, defaultPolicy, asked(0))
    assert.strictEqual(named.name, "Mine")
    const unnamed = decide({ ...task, name: DEFAULT_TASK_NAME }, judgement, now, defaultPolicy, asked(0))
    assert.strictEqual(unnamed.name, judgement.topic ?? DEFAULT_TASK_NAME)
  })
})

import type * as DateTime from "effect/DateTime"
import type { PolicySettings } from "../Policy.ts"
import type { Judgement, TraceStep } from "../search/Judgement.ts"
import { afterGoodRun, deadlineHasPassed, type NextRun } from "../task/cadence.ts"
import type { KnownState } from "../task/KnownState.ts"
import { knownAfter, newFacts } from "../task/novelty.ts"
import { DEFAULT_TASK_NAME, type Task } from "../task/Task.ts"

/** One of the three gates between a judgement and an alert. */
export interface Gate {
  readonly name: "true" | "new" | "worth telling"
  readonly open: boolean
  readonly why: string
}

/** What the domain makes of a judgement. */
export interface Decision {
  readonly gates: ReadonlyArray<Gate>
  /** All gates are open. */
  readonly tell: boolean
  /** The sentence to tell; null when nobody is told. */
  readonly notification: string | null
  readonly changeSummary: string | null
  readonly known: KnownState
  /** The task has done its work. */
  readonly completes: boolean
  /** Null exactly when the task completes. */
  readonly next: NextRun | null
  readonly name: string
  readonly trace: ReadonlyArray<TraceStep>
}

const isTrue = (judgement: Judgement): Gate => {
  const grounded = judgement.sources.length > 0 && judgement.quotes.some((quote) => quote.verified)
  const gate = (open: boolean, why: string): Gate => ({ name: "true", open, why })
  if (judgement.judged === "not_judged") return gate(false, "nothing judged the condition: it is free text without a model")
  if (judgement.verdict !== "met") return gate(false, judgement.verdict === "unclear" ? "the evidence is unclear" : "the condition is not met")
  if (!grounded) return gate(false, "no source with a verified quote supports it")
  return gate(true, "the condition is met and a verified quote supports it")
}

const isNew = (judgement: Judgement, known: KnownState): Gate => {
  const fresh = newFacts(judgement, known)
  return fresh.length > 0
    ? { name: "new", open: true, why: `not told before: ${fresh.map((fact) => `${fact.term} = ${String(fact.value)}`).join("; ").slice(0, 300)}` }
    : { name: "new", open: false, why: "every fact of it has been told already" }
}

const isWorthTelling = (judgement: Judgement, suppressed: boolean, policy: PolicySettings): Gate => {
  const gate = (open: boolean, why: string): Gate => ({ name: "worth telling", open, why })
  if (suppressed) return gate(false, "this run was asked not to notify")
  if (judgement.confidence < policy.confidenceThreshold) {
    return gate(false, `confidence ${judgement.confidence} is below ${policy.confidenceThreshold}`)
  }
  return gate(true, `confidence ${judgement.confidence}`)
}

const changeOf = (judgement: Judgement, known: KnownState): string | null => {
  const changes = judgement.observations.flatMap((now) => {
    if (now.kind === "changed") return []
    const before = known.observations.find((o) => o.term === now.term && o.uri === now.uri)
    return before === undefined || before.value === now.value
      ? []
      : [`${now.kind} was ${String(before.value)}, is ${String(now.value)}${now.unit === null ? "" : ` ${now.unit}`}`]
  })
  return changes.length === 0 ? null : changes.join("; ")
}

/**
 * From a judgement to what happens: tell or not, remember, look again when.
 *
 * Pure: the same arguments give the same decision. `random` (0..1) spreads due times only.
 *
 * Laws (tested as properties)
 * - It tells only when all three gates are open, and the trace names each.
 * - Without a source and a verified quote nobody is told.
 * - Deciding again on what was just told tells nothing.
 * - `next` is null exactly when the task completes; otherwise it lies within the bounds.
 * - It completes only when a `once` task is told, or the deadline has passed.
 */
export const decide = (
  task: Task,
  judgement: Judgement,
  now: DateTime.Utc,
  policy: PolicySettings,
  options: { readonly suppressed: boolean; readonly manual: boolean; readonly random: number }
): Decision => {
  const gates = [
    isTrue(judgement),
    isNew(judgement, task.known),
    isWorthTelling(judgement, options.suppressed, policy)
  ]
  const tell = gates.every((gate) => gate.open)
  const expired = deadlineHasPassed(task, now)
  const completes = (tell && task.notify === "once") || expired
  const next = completes ? null : afterGoodRun(task, judgement, policy, now, options)
  return {
    gates,
    tell,
    notification: tell ? judgement.answer : null,
    changeSummary: changeOf(judgement, task.known),
    known: knownAfter(task.known, judgement, tell, now),
    completes,
    next,
    name: task.name === DEFAULT_TASK_NAME && judgement.topic !== null ? judgement.topic : task.name,
    trace: [
      ...gates.map((gate) => ({ step: `gate: ${gate.name}`, detail: `${gate.open ? "open" : "closed"}: ${gate.why}` })),
      {
        step: "next run",
        detail: next?.reason ?? (tell ? "none: the task has done its work" : "none: the deadline has passed")
      }
    ]
  }
}

import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import type { PolicySettings } from "../Policy.ts"
import type { Judgement, TraceStep } from "../search/Judgement.ts"
import { afterGoodRun, deadlineHasPassed, type NextRun, schedule } from "../task/cadence.ts"
import { quietUntil } from "../task/quietUntil.ts"
import type { KnownState } from "../task/KnownState.ts"
import { evidenceRemembered, factsOf, knownAfter, newFacts, newQuotes } from "../task/novelty.ts"
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

/** The owner wants to read what is new about a condition that nobody judges, and judge it themselves. */
const isForReading = (task: Task, judgement: Judgement): boolean =>
  task.alerting.notifyOn === "new_evidence" && judgement.judged === "not_judged"

/** Of a condition that nobody judges: the sentences that were not told before. */
const readingOf = (judgement: Judgement, known: KnownState): string => {
  const quotes = newQuotes(judgement, known).slice(0, 3).map(({ text }) => `“${text.slice(0, 300)}”`)
  return `New to read, and judged by nobody: ${quotes.join(" ")}`
}

const isTrue = (judgement: Judgement, forReading: boolean): Gate => {
  const grounded = judgement.sources.length > 0 && judgement.quotes.some((quote) => quote.verified)
  const gate = (open: boolean, why: string): Gate => ({ name: "true", open, why })
  if (forReading) return gate(grounded, grounded ? "nobody judges it, and there is something to read" : "there is nothing to read about it")
  if (judgement.judged === "not_judged") return gate(false, judgement.trace.findLast(({ step }) => step === "judge")?.detail ?? "nothing judged the condition")
  if (judgement.verdict !== "met") return gate(false, judgement.verdict === "unclear" ? "the evidence is unclear" : "the condition is not met")
  if (!grounded) return gate(false, "no source with a verified quote supports it")
  return gate(true, "the condition is met and a verified quote supports it")
}

const isNew = (judgement: Judgement, known: KnownState, forReading: boolean): Gate => {
  if (forReading && known.verdict === null) return { name: "new", open: false, why: "this was the first look, to compare with" }
  const fresh = newFacts(judgement, known)
  return fresh.length > 0
    ? { name: "new", open: true, why: `not told before: ${fresh.map((fact) => `${fact.term} = ${String(fact.value)}`).join("; ").slice(0, 300)}` }
    : { name: "new", open: false, why: factsOf(judgement).length === 0 ? "there is no fact to tell" : "every fact of it has been told already" }
}

/** Sites, not pages: two pages of a shop repeat each other. */
const supportingSites = (judgement: Judgement): ReadonlySet<string> =>
  new Set(judgement.quotes.flatMap(({ uri, verified }) => verified && URL.canParse(uri) ? new URL(uri).hostname.replace(/^www\./, "") : []))

const isWorthTelling = (
  task: Task,
  judgement: Judgement,
  now: DateTime.Utc,
  policy: PolicySettings,
  { forReading, suppressed }: { readonly forReading: boolean; readonly suppressed: boolean }
): Gate => {
  const gate = (open: boolean, why: string): Gate => ({ name: "worth telling", open, why })
  if (suppressed) return gate(false, "this run was asked not to notify")
  const { quietHours, sourcesRequired, threshold } = task.alerting
  const least = threshold ?? policy.confidenceThreshold
  if (!forReading && judgement.confidence < least) return gate(false, `confidence ${judgement.confidence} is below ${least}`)
  const sites = supportingSites(judgement).size
  if (sites < sourcesRequired) return gate(false, `${sites} of ${sourcesRequired} sites support it`)
  if (quietUntil(now, quietHours) !== null) return gate(false, `quiet hours until ${quietHours?.to ?? ""} (${quietHours?.timeZone ?? ""})`)
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
  const forReading = isForReading(task, judgement)
  const gates = [
    isTrue(judgement, forReading),
    isNew(judgement, task.known, forReading),
    isWorthTelling(task, judgement, now, policy, { forReading, suppressed: options.suppressed })
  ]
  const tell = gates.every((gate) => gate.open)
  const expired = deadlineHasPassed(task, now)
  // What was only read about was not met: the task has not done its work.
  const completes = (tell && task.notify === "once" && !forReading) || expired
  const quietEnd = quietUntil(now, task.alerting.quietHours)
  // What is news in quiet hours is looked at again, and told if it still is, as soon as they are over.
  const isUntold = !tell && gates.slice(0, 2).every((gate) => gate.open)
  const heldBack = quietEnd !== null && isUntold
  const after = knownAfter(task.known, judgement, tell, now)
  // A model is not asked again about passages that it has judged, and what was not told in this run can only be told in one that judges.
  const known = isUntold && (heldBack || options.suppressed) ? { ...after, judgedPassages: [] } : after
  const next = completes
    ? null
    : heldBack
    ? schedule({ seconds: Duration.toSeconds(DateTime.distance(now, quietEnd)), reason: "what was found is told after the quiet hours" }, task, policy, now, 0)
    : afterGoodRun(task, judgement, policy, now, options)
  return {
    gates,
    tell,
    notification: !tell ? null : forReading ? readingOf(judgement, task.known) : judgement.answer,
    changeSummary: changeOf(judgement, task.known),
    known: forReading && (tell || task.known.verdict === null) ? evidenceRemembered(known, judgement, now) : known,
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

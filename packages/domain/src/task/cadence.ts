import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import type { PolicySettings } from "../Policy.ts"
import type { Judgement } from "../search/Judgement.ts"
import type { KnownState } from "./KnownState.ts"
import { quietUntil } from "./quietUntil.ts"
import type { Task } from "./Task.ts"

/** When to look again, and why then, in words the owner reads. */
export interface NextRun {
  readonly at: DateTime.Utc
  readonly reason: string
  /** Seconds, before jitter, that the next interval grows from. */
  readonly interval: number
}

const hour = 3_600
const day = 24 * hour

/** A first look at something that can be read in a second is repeated within the hour: most changes show soon. */
const FIRST_TYPED_INTERVAL = hour
/** A value this close to its limit may cross it any time. */
const NEAR_LIMIT = 0.05
const NEAR_LIMIT_INTERVAL = hour / 2
/** Spread of due times, so that tasks created together do not stay together. Only ever later: a lower bound stays one. */
const JITTER = 0.05

const moved = (known: KnownState, judgement: Judgement): boolean =>
  judgement.observations.some((now) =>
    known.observations.some((before) => before.term === now.term && before.uri === now.uri && before.value !== now.value)
  )

/** Why at the usual time. An interval alone does not tell a first look: runs by hand leave it as it was. */
const nothingNew = (known: KnownState): string => known.verdict === null ? "this was the first look" : "nothing has changed"

/** A time to look again, in seconds from now, and why. */
interface Wish {
  readonly seconds: number
  readonly reason: string
}

/** With nothing new to say, a page is asked less and less: the interval grows by half, from a day at first. */
const GROWTH = 1.5

/** When to look by how it went. A run by hand does not make the interval grow: being looked at more must not lead to being looked at less. */
const usualWish = (judgement: Judgement, { known, lastInterval }: Pick<Task, "lastInterval" | "known">, manual: boolean): Wish => {
  if (judgement.judged === "typed") {
    if (judgement.observations.some((o) => o.distance !== null && Math.abs(o.distance) <= NEAR_LIMIT)) {
      return { seconds: NEAR_LIMIT_INTERVAL, reason: "the value is close to the limit" }
    }
    if (moved(known, judgement)) return { seconds: FIRST_TYPED_INTERVAL, reason: "the value has just moved" }
  }
  return lastInterval === null
    ? { seconds: judgement.judged === "typed" ? FIRST_TYPED_INTERVAL : day, reason: nothingNew(known) }
    : { seconds: lastInterval * (manual ? 1 : GROWTH), reason: "nothing has changed" }
}

/** A day that is ahead brings the next look forward, and puts none off: what is expected in a year may come tomorrow. */
const sooner = (wish: Wish, at: DateTime.Utc | null, now: DateTime.Utc, share: number, reason: string): Wish => {
  const seconds = at === null ? 0 : Duration.toSeconds(DateTime.distance(now, at)) * share
  return seconds > 0 && seconds < wish.seconds ? { seconds, reason } : wish
}

const words = (seconds: number): string =>
  seconds < 90
    ? `${Math.round(seconds)} s`
    : seconds < 90 * 60
    ? `${Math.round(seconds / 60)} min`
    : seconds < 2 * day
    ? `${Math.round(seconds / hour)} h`
    : `${Math.round(seconds / day)} days`

/** Whether there is nothing left to watch: the task completes at the end of the run, whatever it found. */
export const deadlineHasPassed = (task: Pick<Task, "cadence">, now: DateTime.Utc): boolean =>
  task.cadence.deadline !== null && DateTime.isLessThanOrEqualTo(task.cadence.deadline, now)

/** What the times of a task depend on. */
type Timed = Pick<Task, "cadence"> & Partial<Pick<Task, "alerting">>

/**
 * Applies the server's and the owner's bounds, quiet hours, a deadline still ahead and the jitter to a wish. Never in the past. What
 * would be found in quiet hours could not be told before their end, so that is when to look, even beyond the longest interval.
 */
export const schedule = (
  wish: Wish,
  task: Timed,
  policy: PolicySettings,
  now: DateTime.Utc,
  random: number
): NextRun => {
  const lower = Math.max(Duration.toSeconds(policy.minInterval), task.cadence.minInterval ?? 0)
  const upper = Math.max(lower, Math.min(Duration.toSeconds(policy.maxInterval), task.cadence.maxInterval ?? Infinity))
  const interval = Math.min(Math.max(wish.seconds, lower), upper)
  const bound = interval > wish.seconds ? ", the shortest time allowed" : interval < wish.seconds ? ", the longest time allowed" : ""
  const spread = Math.min(interval * (1 + JITTER * random), Math.max(upper, interval))
  const awake = DateTime.add(now, { milliseconds: Math.round(spread * 1_000) })
  const quietEnd = quietUntil(awake, task.alerting?.quietHours ?? null)
  const at = quietEnd ?? awake
  const deadline = task.cadence.deadline
  return deadline !== null && !deadlineHasPassed(task, now) && DateTime.isLessThan(deadline, at)
    ? { at: deadline, reason: "the last look, at the deadline", interval }
    : { at, reason: `in ${words(quietEnd === null ? interval : Duration.toSeconds(DateTime.distance(now, at)))}: ${wish.reason}${bound}${quietEnd === null ? "" : ", after the quiet hours"}`, interval }
}

/** After a good run: as usual, or sooner where something is expected or a date that was read begins or ends. */
export const afterGoodRun = (
  task: Timed & Pick<Task, "lastInterval" | "known">,
  judgement: Judgement,
  policy: PolicySettings,
  now: DateTime.Utc,
  options: { readonly manual: boolean; readonly random: number }
): NextRun => {
  const usual = usualWish(judgement, task, options.manual)
  // Four looks before the day, however far it is, and closer ones as it comes.
  const expecting = sooner(usual, judgement.expectedAt, now, 0.25, "it is expected soon")
  const next = schedule(sooner(expecting, judgement.nextDateAt, now, 1, "a date that was read begins or ends then"), task, policy, now, options.random)
  // That a calendar has a date every day does not make its page change more often.
  return { ...next, interval: schedule(expecting, task, policy, now, 0).interval }
}

/** After a run that failed for good: twice the last good interval, at least an hour, at most a day. */
export const afterFailedRun = (
  task: Timed & Pick<Task, "lastInterval">,
  policy: PolicySettings,
  now: DateTime.Utc,
  random: number
): NextRun =>
  schedule(
    { seconds: Math.min(Math.max((task.lastInterval ?? 0) * 2, hour), day), reason: "the last run failed" },
    task,
    policy,
    now,
    random
  )

/** A due time under changed bounds: no later than they and the deadline allow, and never in the past. */
export const withinBounds = (
  dueAt: DateTime.Utc,
  task: Timed,
  policy: PolicySettings,
  now: DateTime.Utc
): DateTime.Utc => {
  const latest = schedule({ seconds: Infinity, reason: "" }, task, policy, now, 0).at
  return DateTime.max(now, DateTime.min(dueAt, latest))
}

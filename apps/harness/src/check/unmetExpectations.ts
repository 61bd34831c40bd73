import { nextRun } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import type { Between, ExpectedExecution, ExpectedTask, ExpectedTelling, Scenario } from "../scenario/Scenario.ts"
import { spanMs, spanText } from "../scenario/Span.ts"
import type { Arrival } from "../world/ScriptedWeb.ts"
import { webhookId } from "./brokenWebhooks.ts"
import type { Snapshot, TaskSnapshot } from "./Snapshot.ts"

const within = (ms: number, [from, to]: Between): boolean => spanMs(from) <= ms && ms <= spanMs(to)
const range = ([from, to]: Between): string => `between ${from} and ${to}`

interface Telling {
  readonly task: string
  readonly event: string
  readonly answer: string
  readonly atMs: number
  readonly tries: number
}

/** What receivers took, once per webhook-id, in the order in which it was taken first. */
const tellings = (arrivals: ReadonlyArray<Arrival>, labelOf: (taskId: string) => string): ReadonlyArray<Telling> => {
  const first = new Map<string, Telling>()
  for (const arrival of arrivals) {
    const id = webhookId(arrival)
    if (first.has(id) || arrival.status < 200 || arrival.status > 299) continue
    const body = JSON.parse(arrival.body) as { readonly event: string; readonly answer: string; readonly task_id: string }
    first.set(id, {
      task: labelOf(body.task_id),
      event: body.event,
      answer: body.answer,
      atMs: arrival.atMs,
      tries: arrivals.filter((other) => webhookId(other) === id).length
    })
  }
  return [...first.values()]
}

const wrongTelling = (n: number, wanted: ExpectedTelling | undefined, got: Telling | undefined): ReadonlyArray<string> => {
  if (wanted === undefined) return got === undefined ? [] : [`told too much: ${got.task} at ${spanText(got.atMs)}, "${got.answer}"`]
  if (got === undefined) return [`never told: ${wanted.task}, "${wanted.answer}"`]
  const wrong = (what: string, expected: string, was: string) => `telling ${n + 1}: ${what} should be ${expected}, is ${was}`
  const event = wanted.event ?? "condition_met"
  const [least, most] = typeof wanted.tries === "object" ? wanted.tries : [wanted.tries ?? 1, wanted.tries ?? 1]
  return [
    ...(got.task === wanted.task ? [] : [wrong("the task", wanted.task, got.task)]),
    ...(got.event === event ? [] : [wrong("the event", event, got.event)]),
    ...(got.answer.includes(wanted.answer) ? [] : [wrong("the answer", `with "${wanted.answer}"`, `"${got.answer}"`)]),
    ...(within(got.atMs, wanted.between) ? [] : [wrong("its time", range(wanted.between), spanText(got.atMs))]),
    ...(least <= got.tries && got.tries <= most ? [] : [wrong("the number of tries", least === most ? `${least}` : `${least} to ${most}`, `${got.tries}`)])
  ]
}

const wrongExecution = (
  label: string,
  wanted: ExpectedExecution,
  { attempts, execution }: TaskSnapshot["executions"][number],
  startMs: number
): ReadonlyArray<string> => {
  const wrong = (what: string, expected: unknown, was: unknown) => [`${label}: ${what} should be ${String(expected)}, is ${String(was)}`]
  const openedMs = DateTime.toEpochMillis(execution.startedAt) - startMs
  const outcomes = attempts.map((attempt) => attempt.outcome).join(", ")
  return [
    ...(execution.status === wanted.status ? [] : wrong("its status", wanted.status, execution.status)),
    ...(wanted.verdict === undefined || execution.judgement?.verdict === wanted.verdict
      ? []
      : wrong("its verdict", wanted.verdict, execution.judgement?.verdict)),
    ...(wanted.told === undefined || (execution.notification !== null) === wanted.told
      ? []
      : wrong("whether it tells", wanted.told, execution.notification !== null)),
    ...(wanted.error === undefined || (execution.errorMessage ?? "").includes(wanted.error)
      ? []
      : wrong("its error", `with "${wanted.error}"`, execution.errorMessage)),
    ...(wanted.attempts === undefined || outcomes === wanted.attempts.join(", ")
      ? []
      : wrong("its tries", wanted.attempts.join(", "), outcomes)),
    ...(wanted.opened === undefined || within(openedMs, wanted.opened) ? [] : wrong("its beginning", range(wanted.opened), spanText(openedMs)))
  ]
}

const wrongTask = (label: string, wanted: ExpectedTask, got: TaskSnapshot | undefined, startMs: number): ReadonlyArray<string> => {
  const task = got?.task ?? null
  if (wanted.state === "deleted") return task === null ? [] : [`${label} should be deleted`]
  if (got === undefined || task === null) return [`${label} should be ${wanted.state}, and is not there`]
  const next = nextRun(task)
  const nextMs = next === null ? null : DateTime.toEpochMillis(next) - startMs
  const executions = wanted.executions?.map((one) => typeof one === "string" ? { status: one } : one)
  const statuses = got.executions.map(({ execution }) => execution.status).join(", ")
  const sent = got.deliveries.map((delivery) => delivery.status).join(", ")
  return [
    ...(task.state === wanted.state ? [] : [`${label} should be ${wanted.state}, is ${task.state}`]),
    ...(wanted.health === undefined || task.health.status === wanted.health ? [] : [`${label} should be ${wanted.health}, is ${task.health.status}`]),
    ...(wanted.nextRun === undefined ||
        (wanted.nextRun === null ? nextMs === null : nextMs !== null && within(nextMs, wanted.nextRun))
      ? []
      : [`${label}: the next run should be ${wanted.nextRun === null ? "never" : range(wanted.nextRun)}, is ${nextMs === null ? "never" : `at ${spanText(nextMs)}`}`]),
    ...(executions === undefined
      ? []
      : executions.length !== got.executions.length
      ? [`${label}: runs should be [${executions.map((one) => one.status).join(", ")}], are [${statuses}]`]
      : executions.flatMap((one, i) => wrongExecution(`${label}, run ${i + 1}`, one, got.executions[i]!, startMs))),
    ...(wanted.deliveries === undefined || sent === wanted.deliveries.join(", ")
      ? []
      : [`${label}: deliveries should be [${wanted.deliveries.join(", ")}], are [${sent}]`])
  ]
}

const wrongOrder = (wanted: NonNullable<Scenario["expect"]["runOrder"]>, snapshot: Snapshot, startMs: number): ReadonlyArray<string> => {
  const began = [...snapshot].flatMap(([label, { executions }]) =>
    executions.flatMap(({ attempts }) => attempts.slice(0, 1).map((attempt) => ({ label, attempt })))
  ).map(({ attempt, label }) => ({ label, fence: attempt.fence, ms: DateTime.toEpochMillis(attempt.startedAt) - startMs }))
    .filter(({ ms }) => ms >= spanMs(wanted.from))
    .sort((a, b) => a.ms - b.ms)
    .slice(0, wanted.tasks.length)
    .map(({ label }) => label)
  return began.join(", ") === wanted.tasks.join(", ")
    ? []
    : [`from ${wanted.from} on, runs should begin in the order ${wanted.tasks.join(", ")}; they began ${began.join(", ")}`]
}

/** What a scenario expects and did not come about, in words; empty where all of it did. Pure. */
export const unmetExpectations = (
  expect: Scenario["expect"],
  came: {
    readonly arrivals: ReadonlyArray<Arrival>
    readonly snapshot: Snapshot
    readonly labelOf: (taskId: string) => string
    readonly startMs: number
  }
): ReadonlyArray<string> => {
  const got = tellings(came.arrivals, came.labelOf)
  const count = Math.max(expect.told.length, got.length)
  return [
    ...Array.from({ length: count }, (_, i) => wrongTelling(i, expect.told[i], got[i])).flat(),
    ...Object.entries(expect.tasks).flatMap(([label, wanted]) => wrongTask(label, wanted, came.snapshot.get(label), came.startMs)),
    ...(expect.runOrder === undefined ? [] : wrongOrder(expect.runOrder, came.snapshot, came.startMs))
  ]
}

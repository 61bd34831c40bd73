import { nextRun } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import { spanText } from "../scenario/Span.ts"
import type { Snapshot, TaskSnapshot } from "./Snapshot.ts"

const noTask: TaskSnapshot = { task: null, claimed: false, executions: [], deliveries: [] }

const ofTask = (label: string, before: TaskSnapshot, after: TaskSnapshot, startMs: number): ReadonlyArray<string> => {
  if (after.task === null) return before.task === null ? [] : [`${label}: deleted`]
  const lines: Array<string> = []
  after.executions.forEach(({ attempts, execution }, i) => {
    const run = `${label}, run ${i + 1}`
    const old = before.executions[i]
    for (const attempt of attempts) {
      const earlier = old?.attempts.find(({ n }) => n === attempt.n)
      if (earlier === undefined) lines.push(`${run}: try ${attempt.n} by ${attempt.worker}`)
      if (attempt.outcome !== "running" && attempt.outcome !== (earlier?.outcome ?? "running")) {
        lines.push(`${run}: try ${attempt.n} is ${attempt.outcome}${attempt.errorMessage === null ? "" : `: ${attempt.errorMessage}`}`)
      }
    }
    if (execution.status !== old?.execution.status && execution.status !== "running") {
      const verdict = execution.judgement === null ? "" : `, ${execution.judgement.verdict}: ${execution.judgement.answer}`
      const told = execution.notification === null ? "" : " The owner is to be told."
      lines.push(`${run}: ${execution.status}${verdict}${told}`)
    }
  })
  const { task } = after
  if (task.state !== before.task?.state) lines.push(`${label}: ${task.state}`)
  if (before.task !== null && task.health.status !== before.task.health.status) {
    lines.push(`${label}: ${task.health.status}${task.health.reason === null ? "" : `, ${task.health.reason}`}`)
  }
  const next = nextRun(task)
  const nextMs = next === null ? null : DateTime.toEpochMillis(next)
  const oldNext = before.task === null ? null : nextRun(before.task)
  if (nextMs !== (oldNext === null ? null : DateTime.toEpochMillis(oldNext))) {
    lines.push(`${label}: next run ${nextMs === null ? "never" : `at ${spanText(nextMs - startMs)} (${task.dueReason ?? "no reason"})`}`)
  }
  after.deliveries.forEach((delivery, i) => {
    const old = before.deliveries[i]
    if (old?.status !== delivery.status || old.attempts !== delivery.attempts) {
      const tries = delivery.attempts === 0 ? "" : `, ${delivery.attempts} tries`
      lines.push(`${label}: ${delivery.event} to ${delivery.address} is ${delivery.status}${tries}${delivery.lastError === null ? "" : `: ${delivery.lastError}`}`)
    }
  })
  return lines
}

/** What is different in the store, in words for a timeline. Pure. */
export const describeChanges = (before: Snapshot, after: Snapshot, startMs: number): ReadonlyArray<string> =>
  [...after].flatMap(([label, now]) => ofTask(label, before.get(label) ?? noTask, now, startMs))

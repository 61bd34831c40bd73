import { type Attempt, type Execution, executionLifecycle, isTerminal } from "@vedette/domain"
import * as Equal from "effect/Equal"
import { isWorkers, type Step } from "./Step.ts"

const nameOf = ({ after, before }: Step, taskId: string): string =>
  (after.tasks.get(taskId) ?? before.tasks.get(taskId))?.task.name ?? "a deleted task"

const attemptsFit = (execution: Execution, attempts: ReadonlyArray<Attempt>): boolean => {
  const running = attempts.filter(({ outcome }) => outcome === "running")
  if (execution.status === "running") return running.length === 1 && running[0]?.fence === execution.fence
  return running.length === 0
}

const changed = (label: string, before: Execution, after: Execution, step: Step): ReadonlyArray<string> => {
  if (isTerminal(executionLifecycle, before.status)) {
    return Equal.equals(before, after) ? [] : [`${label}: an execution that was ${before.status} has changed`]
  }
  const broken: Array<string> = []
  if (after.fence < before.fence) broken.push(`${label}: the fence of an execution fell`)
  const task = step.before.tasks.get(before.taskId)
  const held = task !== undefined && task.leaseUntilMs !== null && task.fence === before.fence
  if (before.status === "running" && after.status !== "cancelled" && after.fence === before.fence && isWorkers(step) && !held) {
    broken.push(`${label}: ${step.by} ended a run (${after.status}) whose claim was lost`)
  }
  const holder = step.before.attempts.get(before.id)?.find(({ outcome }) => outcome === "running")?.worker
  const isLive = task !== undefined && task.leaseUntilMs !== null && task.leaseUntilMs > step.atMs
  if (before.status === "running" && after.status !== "running" && isWorkers(step) && isLive && holder !== step.by) {
    broken.push(`${label}: ${step.by} ended a run (${after.status}) that ${holder ?? "nobody"} holds`)
  }
  return broken
}

const opened = (label: string, execution: Execution, step: Step): ReadonlyArray<string> => {
  if (isWorkers(step) && execution.trigger !== "schedule") return [`${label}: ${step.by} opened a run by hand`]
  if (execution.trigger === "schedule" && step.before.tasks.get(execution.taskId)?.task.state !== "active") {
    return [`${label}: a run was opened though nobody watches the task`]
  }
  return []
}

/** What a decision to tell owes, in the same commit: one notification, and a delivery to each channel. */
const owed = (label: string, execution: Execution, step: Step): ReadonlyArray<string> => {
  const { after } = step
  const told = [...after.notifications.values()].filter((one) => one.executionId === execution.id && one.event === "condition_met")
  if (execution.notification === null) return told.length === 0 ? [] : [`${label}: somebody is told what was not decided`]
  return told.length === 1 ? [] : [`${label} decided to tell "${execution.notification}", and ${told.length} notifications tell of it`]
}

export const brokenByExecutions = (step: Step): ReadonlyArray<string> => {
  const { after, before } = step
  if (before.executions === after.executions && before.attempts === after.attempts) return []
  const broken: Array<string> = []
  for (const [id, execution] of after.executions) {
    const earlier = before.executions.get(id)
    const attempts = after.attempts.get(id) ?? []
    if (earlier === execution && before.attempts.get(id) === after.attempts.get(id)) continue
    const label = nameOf(step, execution.taskId)
    if (!attemptsFit(execution, attempts)) broken.push(`${label}: a ${execution.status} execution has other tries than it should`)
    if (earlier === undefined) broken.push(...opened(label, execution, step))
    else if (earlier !== execution) broken.push(...changed(label, earlier, execution, step))
    if (isTerminal(executionLifecycle, execution.status)) broken.push(...owed(label, execution, step))
  }
  for (const [id, execution] of before.executions) {
    if (!after.executions.has(id) && after.tasks.has(execution.taskId)) broken.push(`${nameOf(step, execution.taskId)}: an execution has vanished`)
  }
  for (const [id, attempts] of before.attempts) {
    const now = after.attempts.get(id)
    if (now === attempts || now === undefined) continue
    attempts.forEach((attempt, i) => {
      const then = now[i]
      if (attempt.outcome !== "running" && then !== attempt && !Equal.equals(then, attempt)) broken.push("a try that was over has changed")
    })
  }
  return broken
}

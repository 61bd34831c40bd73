import { deadlineHasPassed, type Execution, executionLifecycle, isTerminal } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import { isWorkers, type Step } from "./Step.ts"
import type { StoreImage, TaskImage } from "./StoreImage.ts"

/** The open executions of every task that has one. */
export const openOf = ({ executions }: StoreImage): ReadonlyMap<string, ReadonlyArray<Execution>> => {
  const open = new Map<string, Array<Execution>>()
  for (const execution of executions.values()) {
    if (isTerminal(executionLifecycle, execution.status)) continue
    const others = open.get(execution.taskId)
    if (others === undefined) open.set(execution.taskId, [execution])
    else others.push(execution)
  }
  return open
}

/** What may be stored of a task, whatever came before. */
const asItIs = (label: string, { dueMs, leaseUntilMs, task }: TaskImage, open: ReadonlyArray<Execution>): ReadonlyArray<string> => {
  const broken: Array<string> = []
  if (open.length > 1) broken.push(`${label} has ${open.length} open executions`)
  if (task.state === "active" && dueMs === null && !(leaseUntilMs !== null && open.length > 0)) {
    broken.push(`${label} is active, and neither due nor running: nobody will ever look at it`)
  }
  if (task.state !== "active" && dueMs !== null && open.length === 0) {
    broken.push(`${label} is ${task.state}, and due without anybody having asked`)
  }
  for (const { status } of open) {
    if (status === "running" ? leaseUntilMs === null : dueMs === null) {
      broken.push(`${label} has a ${status} execution that nobody ${status === "running" ? "holds" : "will take up"}`)
    }
  }
  return broken
}

/** What one commit may do to a task. */
const asItCame = (label: string, before: TaskImage, after: TaskImage, step: Step): ReadonlyArray<string> => {
  const broken: Array<string> = []
  if (after.fence < before.fence) broken.push(`${label}: the fence fell from ${before.fence} to ${after.fence}`)
  if (after.generation < before.generation) broken.push(`${label}: the generation fell`)
  if (after.task.version < before.task.version) broken.push(`${label}: the version fell`)
  if (!isWorkers(step)) return broken
  if (after.fence > before.fence && after.leaseUntilMs !== null) {
    // What a dead worker left goes on, whatever it was moved to meanwhile.
    const left = before.leaseUntilMs !== null && before.leaseUntilMs <= step.atMs
    if (before.dueMs === null || (before.dueMs > step.atMs && !left)) broken.push(`${label} was claimed by ${step.by} before it was due`)
    if (before.leaseUntilMs !== null && before.leaseUntilMs > step.atMs) {
      broken.push(`${label} was claimed by ${step.by} under the live lease of another`)
    }
  }
  const ended = before.leaseUntilMs !== null && after.leaseUntilMs === null && before.fence === after.fence
  if (before.dueMs !== after.dueMs && !ended && after.fence === before.fence) {
    broken.push(`${label}: ${step.by} moved its due time without having held it`)
  }
  return broken
}

const completion = (label: string, before: TaskImage, after: TaskImage, step: Step): ReadonlyArray<string> => {
  if (after.task.state !== "completed" || before.task.state === "completed" || !isWorkers(step)) return []
  const last = after.task.lastExecutionId === null ? undefined : step.after.executions.get(after.task.lastExecutionId)
  const told = last !== undefined && last.notification !== null && after.task.notify === "once"
  return told || deadlineHasPassed(before.task, DateTime.makeUnsafe(step.atMs))
    ? []
    : [`${label} was completed by ${step.by}, told nobody, and its deadline has not passed`]
}

/** Nobody has more runs at a time than each may have. */
const crowded = ({ after, atMs, before }: Step, perOwner: number): ReadonlyArray<string> => {
  const claimed = [...after.tasks].flatMap(([id, { fence }]) => fence > (before.tasks.get(id)?.fence ?? fence) ? id : [])
  return claimed.flatMap((id) => {
    const owner = after.tasks.get(id)?.task.userId
    const running = [...after.tasks.values()].filter(({ leaseUntilMs, task }) => task.userId === owner && leaseUntilMs !== null && leaseUntilMs > atMs)
    return running.length > perOwner ? [`${running.length} runs of one owner are made at a time`] : []
  })
}

export const brokenByTasks = (step: Step, perOwner: number | null): ReadonlyArray<string> => {
  const { after, before } = step
  if (before.tasks === after.tasks && before.executions === after.executions) return []
  const open = openOf(after)
  const broken: Array<string> = perOwner === null ? [] : [...crowded(step, perOwner)]
  for (const [id, image] of after.tasks) {
    const label = image.task.name
    broken.push(...asItIs(label, image, open.get(id) ?? []))
    const earlier = before.tasks.get(id)
    if (earlier !== undefined && earlier !== image) {
      broken.push(...asItCame(label, earlier, image, step), ...completion(label, earlier, image, step))
    }
  }
  for (const taskId of open.keys()) if (!after.tasks.has(taskId)) broken.push("an execution of a deleted task is left")
  for (const [id, image] of before.tasks) {
    if (!after.tasks.has(id) && isWorkers(step)) broken.push(`${image.task.name} was deleted by ${step.by}`)
  }
  return broken
}

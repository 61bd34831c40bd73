import { deliveryLifecycle, executionLifecycle, isTerminal } from "@vedette/domain"
import * as Equal from "effect/Equal"
import type { Snapshot, TaskSnapshot } from "./Snapshot.ts"

const isOpen = ({ execution }: TaskSnapshot["executions"][number]): boolean =>
  !isTerminal(executionLifecycle, execution.status)

const ofTask = (label: string, { claimed, deliveries, executions, task }: TaskSnapshot): ReadonlyArray<string> => {
  const open = executions.filter(isOpen)
  const broken: Array<string> = []
  if (task === null) {
    return executions.length + deliveries.length === 0 ? [] : [`${label} was deleted, and rows of it are left`]
  }
  if (task.state === "active" && task.dueAt === null && !(claimed && open.length > 0)) {
    broken.push(`${label} is active, and neither due nor running: nobody will ever look at it`)
  }
  if (task.state !== "active" && task.dueAt !== null && open.length === 0) {
    broken.push(`${label} is ${task.state}, and due without anybody having asked`)
  }
  if (open.length > 1) broken.push(`${label} has ${open.length} open executions`)
  for (const { execution } of executions) {
    const owed = deliveries.some((delivery) => delivery.executionId === execution.id)
    if (execution.notification !== null && task.channels.length > 0 && !owed) {
      broken.push(`${label} decided to tell "${execution.notification}", and owes it to nobody`)
    }
  }
  return broken
}

const since = (label: string, before: TaskSnapshot, after: TaskSnapshot): ReadonlyArray<string> => {
  if (after.task === null) return []
  const broken: Array<string> = []
  for (const old of before.executions.filter((entry) => !isOpen(entry))) {
    const now = after.executions.find(({ execution }) => execution.id === old.execution.id)
    if (now === undefined || !Equal.equals(now.execution, old.execution)) {
      broken.push(`${label}: an execution that was ${old.execution.status} has changed`)
    }
  }
  for (const old of before.deliveries.filter((delivery) => isTerminal(deliveryLifecycle, delivery.status))) {
    const now = after.deliveries.find((delivery) => delivery.id === old.id)
    if (now === undefined || !Equal.equals(now, old)) broken.push(`${label}: a delivery that was ${old.status} has changed`)
  }
  return broken
}

/** The promises that hold after every commit: those that what is stored breaks, in words. Pure. */
export const brokenPromises = (before: Snapshot, after: Snapshot): ReadonlyArray<string> =>
  [...after].flatMap(([label, now]) => {
    const earlier = before.get(label)
    return [...ofTask(label, now), ...(earlier === undefined ? [] : since(label, earlier, now))]
  })

import { deliveryLifecycle, isTerminal } from "@vedette/domain"
import * as Equal from "effect/Equal"
import { isWorkers, type Step } from "./Step.ts"

/** One event of one run to one target. */
const targetOf = (delivery: { readonly notificationId: string; readonly kind: string; readonly address: string }): string =>
  `${delivery.notificationId} ${delivery.kind} ${delivery.address}`

const healthNews = (step: Step): ReadonlyArray<string> => {
  const { after, before } = step
  const broken: Array<string> = []
  for (const [id, { task }] of after.tasks) {
    const earlier = before.tasks.get(id)?.task.health.status
    if (earlier === undefined || earlier === task.health.status) continue
    const expected = (earlier === "blind") !== (task.health.status === "blind")
    const told = [...after.notifications.values()].filter((one) =>
      one.taskId === id && one.event === "health_changed" && !before.notifications.has(one.id)
    )
    if (told.length !== (expected ? 1 : 0)) {
      broken.push(`${task.name} went from ${earlier} to ${task.health.status}, and ${told.length} events tell of it`)
    }
  }
  for (const [id, one] of after.notifications) {
    if (before.notifications.has(id) || one.event !== "health_changed") continue
    const [then, now] = [before.tasks.get(one.taskId)?.task.health.status, after.tasks.get(one.taskId)?.task.health.status]
    if ((then === "blind") === (now === "blind")) broken.push(`"${one.message.taskName}" is told of its health again: ${one.message.answer}`)
  }
  return broken
}

export const brokenByDeliveries = (step: Step): ReadonlyArray<string> => {
  const { after, before } = step
  const broken: Array<string> = before.tasks === after.tasks ? [] : [...healthNews(step)]
  if (before.deliveries === after.deliveries) return broken
  const targets = new Set<string>()
  for (const [id, delivery] of after.deliveries) {
    const label = delivery.address
    if (targets.has(targetOf(delivery))) broken.push(`${label} is owed one event twice`)
    targets.add(targetOf(delivery))
    if (!after.notifications.has(delivery.notificationId)) broken.push(`${label} is owed an event that is not stored`)
    const earlier = before.deliveries.get(id)
    if (earlier === delivery) continue
    if ((delivery.status === "pending") !== (delivery.dueAt !== null)) broken.push(`${label}: a ${delivery.status} delivery is ${delivery.dueAt === null ? "not " : ""}due`)
    if (earlier === undefined) {
      if (before.notifications.has(delivery.notificationId)) broken.push(`${label} is owed an event later than it was decided`)
      continue
    }
    if (isTerminal(deliveryLifecycle, earlier.status) && !Equal.equals(earlier, delivery)) broken.push(`${label}: a delivery that was ${earlier.status} has changed`)
    if (delivery.fence < earlier.fence) broken.push(`${label}: the fence of a delivery fell`)
    if (delivery.fence > earlier.fence && (before.deliveryLeases.get(id) ?? 0) > step.atMs) {
      broken.push(`${label}: ${step.by} claimed a delivery under the live lease of another`)
    }
    if (delivery.attempts > earlier.attempts + 1 || delivery.attempts < earlier.attempts) broken.push(`${label}: the tries of a delivery do not add up`)
    if (delivery.status !== earlier.status && isWorkers(step) && !before.deliveryLeases.has(id)) {
      broken.push(`${label}: ${step.by} ended a delivery that it had not claimed`)
    }
  }
  for (const [id, delivery] of before.deliveries) {
    if (!after.deliveries.has(id) && after.tasks.has(delivery.taskId)) broken.push(`${delivery.address}: a delivery has vanished`)
  }
  return broken
}

import { type Delivery, deliveryLifecycle, isTerminal, type Task } from "@vedette/domain"
import * as Equal from "effect/Equal"
import { defaultPlaces, ownPlaces, placeKey, toBeTold } from "./channelsOf.ts"
import { isWorkers, SOMEBODY, type Step } from "./Step.ts"
import type { StoreImage } from "./StoreImage.ts"

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

/** Each event that was decided on is owed to all that are to be told, in the commit that decided it. */
const owedToAll = ({ after, before, by }: Step): ReadonlyArray<string> => {
  // Where several commits were looked at together, the channels may be later ones.
  if (before.notifications === after.notifications || (by === SOMEBODY && before.accountChannels !== after.accountChannels)) return []
  return [...after.notifications.values()].flatMap((one) => {
    const task = after.tasks.get(one.taskId)?.task
    if (before.notifications.has(one.id) || one.event === "delivery_failed" || task === undefined) return []
    if (by === SOMEBODY && !Equal.equals(before.tasks.get(one.taskId)?.task.channels, task.channels)) return []
    const wanted = toBeTold(after, task, one.event)
    const owed = [...after.deliveries.values()].filter(({ notificationId }) => notificationId === one.id).map(placeKey)
    return owed.length === wanted.size && owed.every((place) => wanted.has(place))
      ? []
      : [`${task.name} decided to tell "${one.message.answer}", which is owed to ${owed.join(", ") || "nobody"} and not to ${[...wanted].join(", ") || "nobody"}`]
  })
}

const isUntold = ({ event, status }: Delivery): boolean => status === "failed" || (status === "skipped" && event === "delivery_failed")

/**
 * The delivery that is owed the same event where this one's channel points now: a try that went there is stored under the
 * address that was owed, because an event is owed to each address once.
 */
const twinOf = (delivery: Delivery, after: StoreImage, task: Task): Delivery | undefined => {
  const channel = (delivery.channelOf === "task" ? ownPlaces(task) : defaultPlaces(after, task, null)).find(({ kind }) => kind === delivery.kind)
  if (channel === undefined || channel.address === delivery.address) return undefined
  return [...after.deliveries.values()].find((one) => one.notificationId === delivery.notificationId && placeKey(one) === placeKey(channel))
}

/** What was given up is told by another channel, in the commit that gives it up, as long as there is one that was not tried. */
const passedOn = (delivery: Delivery, { after, by }: Step): ReadonlyArray<string> => {
  const task = after.tasks.get(delivery.taskId)?.task
  if (by === SOMEBODY || delivery.status !== "failed" || task === undefined || task.state === "paused") return []
  if ([...after.notifications.values()].some(({ about }) => about === delivery.id)) return []
  const twin = twinOf(delivery, after, task)
  // It tells of its own fate, unless it was never to be tried.
  if (twin !== undefined && twin.status !== "skipped") return []
  const inVain = new Set([...after.deliveries.values()].filter((one) => one === twin || (one.executionId === delivery.executionId && isUntold(one))).map(placeKey))
  const left = [...ownPlaces(task), ...defaultPlaces(after, task, null)].filter((place) => place.works && !inVain.has(placeKey(place)))
  return left[0] === undefined ? [] : [`${delivery.address} was not told, and nobody says so by ${placeKey(left[0])}`]
}

/** A target that asked never to be called again is switched off. */
const switchedOff = (delivery: Delivery, { after, by }: Step): ReadonlyArray<string> => {
  const task = after.tasks.get(delivery.taskId)?.task
  if (by === SOMEBODY || delivery.lastHttpStatus !== 410 || delivery.status !== "failed" || task === undefined) return []
  const places = delivery.channelOf === "task" ? ownPlaces(task) : defaultPlaces(after, task, null)
  return places.some((place) => place.works && placeKey(place) === placeKey(delivery)) ? [`${delivery.address} is gone, and it is not switched off`] : []
}

/** Given up for good; only its owner can put it back. */
const putBack = (earlier: Delivery, delivery: Delivery, step: Step): ReadonlyArray<string> =>
  delivery.status === "pending" && delivery.attemptsBefore === delivery.attempts && delivery.fence > earlier.fence && !isWorkers(step)
    ? []
    : [`${delivery.address}: a delivery that was ${earlier.status} has changed`]

export const brokenByDeliveries = (step: Step): ReadonlyArray<string> => {
  const { after, before } = step
  const broken: Array<string> = [...before.tasks === after.tasks ? [] : healthNews(step), ...owedToAll(step)]
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
    else if (earlier.status !== "pending" && !Equal.equals(earlier, delivery)) broken.push(...putBack(earlier, delivery, step))
    if (earlier.status === "pending") broken.push(...passedOn(delivery, step), ...switchedOff(delivery, step))
    if (delivery.fence < earlier.fence) broken.push(`${label}: the fence of a delivery fell`)
    if (delivery.fence > earlier.fence && (before.deliveryLeases.get(id) ?? 0) > step.atMs) {
      broken.push(`${label}: ${step.by} claimed a delivery under the live lease of another`)
    }
    if (delivery.attempts > earlier.attempts + 1 || delivery.attempts < earlier.attempts) broken.push(`${label}: the tries of a delivery do not add up`)
    if (delivery.status !== earlier.status && isWorkers(step) && !before.deliveryLeases.has(id) && !before.digestLeases.has(earlier.digestId ?? "")) {
      broken.push(`${label}: ${step.by} ended a delivery that it had not claimed`)
    }
  }
  for (const [id, delivery] of before.deliveries) {
    if (!after.deliveries.has(id) && after.tasks.has(delivery.taskId)) broken.push(`${delivery.address}: a delivery has vanished`)
  }
  return broken
}

import {
  ChannelKind,
  claimDeliveries,
  DeliveryDeferred,
  type NewTask,
  type Notifier,
  type NotifierReason,
  Notifiers,
  notifiersOf,
  Outbox,
  settleRuns,
  TargetRejected,
  type TaskId,
  tryDelivery
} from "@vedette/domain"
import { RecordingNotifier } from "@vedette/testkit/fakes"
import * as Effect from "effect/Effect"
import { TestClock } from "effect/testing"
import { claimOne, deliveriesOf, dueTask, hook, judged, met } from "./installation.ts"

export const webhook = ChannelKind.make("webhook")

/** Tries what is due, as a delivery loop does. Answers how many were tried. */
export const deliver = Effect.gen(function*() {
  const claimed = yield* claimDeliveries({ kind: webhook, limit: 10, worker: "worker-1" })
  yield* Effect.forEach(claimed, tryDelivery, { concurrency: "unbounded", discard: true })
  return claimed.length
})

/** A task that has just decided to tell. */
export const told = Effect.fn("told")(function*(notifications: NonNullable<NewTask["notifications"]> = [hook]) {
  const task = yield* dueTask({ notifications })
  yield* settleRuns([judged(yield* claimOne(), met)])
  return task
})

export const only = (taskId: TaskId) =>
  Effect.flatMap(deliveriesOf(taskId), ([delivery, ...others]) =>
    delivery === undefined || others.length > 0
      ? Effect.die(new Error("not exactly one delivery is owed"))
      : Effect.succeed(delivery))

export const deferred = (retryAfterMs: number | null = null): NotifierReason =>
  new DeliveryDeferred({ message: "503 Service Unavailable", httpStatus: 503, responseExcerpt: "later", retryAfterMs })
export const rejected = (gone: boolean): NotifierReason =>
  new TargetRejected({ message: "410 Gone", httpStatus: 410, responseExcerpt: null, gone })

/** Runs with the recording channel, but for what is changed in it. */
export const withChannel = <A, E, R>(work: Effect.Effect<A, E, R>, change: (notifier: Notifier) => Partial<Notifier>) =>
  Effect.gen(function*() {
    const { notifier } = yield* RecordingNotifier
    return yield* Effect.provideService(work, Notifiers, notifiersOf({ ...notifier, ...change(notifier) }))
  })

export const triesOf = (taskId: TaskId) =>
  Effect.flatMap(only(taskId), ({ id }) => Outbox.use((outbox) => outbox.attempts(id)))

/** Tries until nothing more will come of it. */
export const deliverToTheEnd = Effect.forEach(Array.from({ length: 12 }), () => Effect.andThen(deliver, TestClock.adjust("27 hours")))

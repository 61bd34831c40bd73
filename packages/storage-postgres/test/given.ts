import {
  type ChannelKind,
  type DeliveryId,
  type ExecutionId,
  ExecutionRepository,
  freshId,
  type NotificationId,
  Outbox,
  type TaskId,
  TaskRepository,
  UnitOfWork,
  type UserId
} from "@vedette/domain"
import { aDelivery, anExecution, aNotification, aTask } from "@vedette/testkit/fixtures"
import * as Effect from "effect/Effect"

/** Tasks of one new owner, stored, with no intent yet. */
export const storedTasks = (count: number) =>
  Effect.gen(function*() {
    const tasks = yield* TaskRepository
    const userId = yield* freshId<UserId>()
    return yield* Effect.forEach(Array.from({ length: count }), () =>
      Effect.gen(function*() {
        const task = aTask({ id: yield* freshId<TaskId>(), userId })
        yield* tasks.insert(task)
        return task
      }))
  })

/** A delivery by each of these channels, due now, for one event of a new owner. Answers the owner. */
export const owedDeliveries = (kinds: ReadonlyArray<ChannelKind>) =>
  Effect.gen(function*() {
    const [task] = yield* storedTasks(1)
    const { id: taskId, userId } = task!
    const executionId = yield* freshId<ExecutionId>()
    yield* (yield* ExecutionRepository).insert([anExecution({ id: executionId, taskId, userId, status: "success" })])
    const notification = aNotification({ id: yield* freshId<NotificationId>(), taskId, userId, executionId })
    const dueAt = yield* (yield* UnitOfWork).now
    const owed = yield* Effect.forEach(kinds, (kind) =>
      Effect.map(freshId<DeliveryId>(), (id) => aDelivery({ id, notificationId: notification.id, userId, taskId, executionId, kind, dueAt })))
    yield* (yield* Outbox).owe(notification, owed)
    return userId
  })

import {
  AccountRepository,
  ChannelKind,
  type Delivery,
  type DeliveryId,
  type Execution,
  type ExecutionId,
  ExecutionRepository,
  freshId,
  type Notification,
  type NotificationId,
  Outbox,
  type Task,
  type TaskId,
  TaskRepository,
  type User,
  type UserId
} from "@vedette/domain"
import * as Effect from "effect/Effect"
import { aDelivery } from "../fixtures/aDelivery.ts"
import { anExecution } from "../fixtures/anExecution.ts"
import { aNotification } from "../fixtures/aNotification.ts"
import { aTask } from "../fixtures/aTask.ts"
import { aUser } from "../fixtures/aUser.ts"
import { ContractTime } from "./ContractTime.ts"

const user = Effect.fnUntraced(function*(overrides: Partial<User> = {}) {
  const stored = aUser({ id: yield* freshId<UserId>(), ...overrides })
  yield* (yield* AccountRepository).insertUser(stored)
  return stored
})

/** A task with an id of its own that is not stored; its owner is. Whatever becomes of it is deleted with the scope. */
const unsavedTask = Effect.fnUntraced(function*(overrides: Partial<Task> = {}) {
  const tasks = yield* TaskRepository
  const userId = overrides.userId ?? (yield* user()).id
  const task = aTask({ id: yield* freshId<TaskId>(), ...overrides, userId })
  yield* Effect.addFinalizer(() => Effect.ignore(tasks.delete(task.id)))
  return task
})

const task = Effect.fnUntraced(function*(overrides: Partial<Task> = {}) {
  const tasks = yield* TaskRepository
  const stored = yield* unsavedTask(overrides)
  yield* tasks.insert(stored)
  return stored
})

const unsavedExecution = (of: Task, overrides: Partial<Execution> = {}) =>
  Effect.map(freshId<ExecutionId>(), (id) => anExecution({ id, taskId: of.id, userId: of.userId, ...overrides }))

const execution = Effect.fnUntraced(function*(of: Task, overrides: Partial<Execution> = {}) {
  const stored = yield* unsavedExecution(of, overrides)
  yield* (yield* ExecutionRepository).insert([stored])
  return stored
})

const unsavedNotification = (of: Execution, overrides: Partial<Notification> = {}) =>
  Effect.map(freshId<NotificationId>(), (id) =>
    aNotification({ id, executionId: of.id, taskId: of.taskId, userId: of.userId, ...overrides }))

/** Due now, and to an address of its own, because a notification owes one delivery per address. */
const unsavedDelivery = Effect.fnUntraced(function*(of: Notification, overrides: Partial<Delivery> = {}) {
  const id = yield* freshId<DeliveryId>()
  return aDelivery({
    id,
    notificationId: of.id,
    executionId: of.executionId,
    taskId: of.taskId,
    userId: of.userId,
    event: of.event,
    kind: ChannelKind.make("webhook"),
    address: `https://hooks.example/${id}`,
    dueAt: yield* (yield* ContractTime).now,
    ...overrides
  })
})

/** A task with one notification owed to as many addresses as `owed` names, in that order. */
const deliveries = Effect.fnUntraced(function*(owed: ReadonlyArray<Partial<Delivery>>) {
  const of = yield* execution(yield* task(), { status: "success" })
  const notification = yield* unsavedNotification(of)
  const stored = yield* Effect.forEach(owed, (overrides) => unsavedDelivery(notification, overrides))
  yield* (yield* Outbox).owe(notification, stored)
  return { notification, deliveries: stored }
})

/** What a law takes for granted. Tasks are deleted with the law's scope, and with them all that hangs on them. */
export const given = {
  user,
  unsavedTask,
  task,
  unsavedExecution,
  execution,
  unsavedNotification,
  unsavedDelivery,
  deliveries
}

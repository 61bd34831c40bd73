import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, layer } from "@effect/vitest"
import {
  type Claim,
  type DeliveryId,
  type Execution,
  type ExecutionId,
  ExecutionRepository,
  examineStore,
  freshId,
  type NotificationId,
  Outbox,
  storeInvariants,
  type Task,
  UnitOfWork,
  WorkQueue
} from "@vedette/domain"
import { RecordingNotifier } from "@vedette/testkit/fakes"
import { aDelivery, anAttempt, anExecution, aNotification } from "@vedette/testkit/fixtures"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { storedTasks } from "./given.ts"
import { testStorage } from "./testStorage.ts"

const lease = Duration.minutes(10)

const claimed = (limit = 10) => WorkQueue.use((queue) => queue.claim({ limit, lease, worker: "test" }))

/** A task that is due in an hour, as a sound store has it. */
const watched = Effect.gen(function*() {
  const [task] = yield* storedTasks(1)
  const now = yield* UnitOfWork.use((unitOfWork) => unitOfWork.now)
  yield* WorkQueue.use((queue) => queue.schedule(task!.id, DateTime.add(now, { hours: 1 })))
  return task!
})

const stored = Effect.fnUntraced(function*(task: Task, overrides: Partial<Execution>) {
  const execution = anExecution({ id: yield* freshId<ExecutionId>(), taskId: task.id, userId: task.userId, ...overrides })
  yield* ExecutionRepository.use((executions) => executions.insert([execution]))
  return execution
})

/** A task whose run is in progress, with its execution and try: what a claim leaves. */
const running = Effect.gen(function*() {
  const task = yield* watched
  yield* WorkQueue.use((queue) => queue.runNow(task.id))
  const [claim] = (yield* claimed()).filter(({ taskId }) => taskId === task.id)
  const execution = yield* stored(task, { status: "running", fence: claim!.fence, attempts: 1 })
  yield* ExecutionRepository.use((executions) =>
    executions.insertAttempts([anAttempt({ executionId: execution.id, fence: claim!.fence })]))
  return { task, execution, claim: claim! satisfies Claim }
})

/** A task that told somebody, with a delivery that was changed behind everybody's back. */
const owing = Effect.fnUntraced(function*(damage: string) {
  const task = yield* watched
  const execution = yield* stored(task, { status: "success", notification: "It happened.", completedAt: task.createdAt })
  const ids = { executionId: execution.id, taskId: task.id, userId: task.userId }
  const notification = aNotification({ ...ids, id: yield* freshId<NotificationId>() })
  yield* Outbox.use(Effect.fnUntraced(function*(outbox) {
    yield* outbox.owe(notification, [aDelivery({ ...ids, id: yield* freshId<DeliveryId>(), notificationId: notification.id })])
  }))
  yield* raw(`UPDATE vedette.deliveries SET ${damage} WHERE task_id = $1`, task.id)
  return task
})

const raw = (statement: string, ...values: ReadonlyArray<unknown>) =>
  Effect.flatMap(PgClient.PgClient, (sql) => sql.unsafe(statement, [...values]))

/** The damage of each invariant: what a crash, a bug, a restore or somebody's hand could leave. Answers the task. */
const damages: Readonly<Record<string, {
  readonly plant: Effect.Effect<Task, unknown, Layer.Success<typeof testStorage>>
  /** Broken by the same damage. */
  readonly also?: ReadonlyArray<string>
  readonly detail?: RegExp
  readonly beyondRepair?: true
}>> = {
  "task-can-be-read": {
    plant: Effect.tap(watched, ({ id }) => raw("UPDATE vedette.tasks SET notify = 'sometimes' WHERE id = $1", id)),
    beyondRepair: true,
    detail: /^its row cannot be read by this version: .*"once".* at \["notify"\]$/
  },
  "lease-has-a-heartbeat": {
    plant: Effect.map(
      Effect.tap(running, ({ task }) => raw("UPDATE vedette.tasks SET lease_until = now() - interval '6 minutes' WHERE id = $1", task.id)),
      ({ task }) => task
    )
  },
  "lease-has-a-run": {
    plant: Effect.map(
      Effect.tap(running, ({ execution }) => Effect.andThen(
        raw("UPDATE vedette.attempts SET outcome = 'success', ended_at = now() WHERE execution_id = $1", execution.id),
        raw("UPDATE vedette.executions SET status = 'success', completed_at = now() WHERE id = $1", execution.id)
      )),
      ({ task }) => task
    )
  },
  "run-has-a-lease": {
    plant: Effect.map(
      Effect.tap(running, ({ task }) => raw("UPDATE vedette.tasks SET lease_until = NULL, due_at = now() + interval '1 day' WHERE id = $1", task.id)),
      ({ task }) => task
    )
  },
  "open-execution-ends": {
    plant: Effect.gen(function*() {
      const task = yield* watched
      yield* WorkQueue.use((queue) => queue.cancel(task.id))
      yield* raw("UPDATE vedette.tasks SET state = 'paused' WHERE id = $1", task.id)
      yield* stored(task, { status: "retrying" })
      return task
    })
  },
  "active-task-is-watched": {
    plant: Effect.tap(watched, ({ id }) => WorkQueue.use((queue) => queue.cancel(id)))
  },
  "wake-up-has-an-intent": {
    plant: Effect.tap(watched, ({ id }) => raw("UPDATE vedette.tasks SET state = 'completed' WHERE id = $1", id))
  },
  "try-has-a-run": {
    plant: Effect.gen(function*() {
      const task = yield* watched
      const execution = yield* stored(task, { status: "failed", completedAt: task.createdAt })
      yield* ExecutionRepository.use((executions) => executions.insertAttempts([anAttempt({ executionId: execution.id })]))
      return task
    })
  },
  "decision-is-owed": {
    plant: Effect.tap(watched, (task) =>
      stored(task, { status: "success", notification: "It happened.", completedAt: task.createdAt }))
  },
  "delivery-is-due": { plant: owing("due_at = NULL") },
  "delivery-has-a-channel": { plant: owing("kind = 'pigeon'") }
}

const examined = (fix: boolean) => Effect.map(examineStore({ fix }), ({ findings }) => findings)

layer(Layer.merge(testStorage, RecordingNotifier.layer()), { excludeTestServices: true })("examineStore", (it) => {
  it.effect("a store at work is sound", () =>
    Effect.gen(function*() {
      yield* watched
      yield* running
      yield* owing("attempts = attempts")
      assert.deepStrictEqual(yield* examined(false), [])
      yield* raw("DELETE FROM vedette.tasks")
      yield* raw("DELETE FROM vedette_boss.job")
    }))

  for (const { name, says } of storeInvariants) {
    it.effect(`${name}: ${says} The damage is reported, and ${damages[name]?.beyondRepair ? "left alone" : "repaired"}`, () =>
      Effect.gen(function*() {
        const { also = [], beyondRepair = false, detail = /./, plant } = damages[name]!
        const bystander = yield* watched
        const task = yield* plant
        const before = yield* examined(false)
        assert.sameMembers(before.map(({ invariant }) => invariant), [name, ...also])
        assert.isTrue(before.every(({ repaired, taskId }) => taskId === task.id && !repaired))
        assert.match(before.find(({ invariant }) => invariant === name)!.detail, detail)
        const repaired = yield* examined(true)
        assert.sameMembers(repaired.map(({ invariant }) => invariant), [name, ...also])
        assert.isTrue(repaired.every((finding) => finding.repaired !== beyondRepair))
        assert.deepStrictEqual((yield* examined(false)).map(({ invariant }) => invariant), beyondRepair ? [name] : [])
        yield* raw("DELETE FROM vedette.tasks WHERE id IN ($1, $2)", task.id, bystander.id)
        yield* raw("DELETE FROM vedette_boss.job")
      }))
  }

  it.effect("every invariant has a damage of its own", () =>
    Effect.sync(() => assert.sameMembers(Object.keys(damages), storeInvariants.map(({ name }) => name))))

  it.effect("a due task that nothing will wake, and a wake-up that no task wants, are reported and repaired", () =>
    Effect.gen(function*() {
      const task = yield* watched
      yield* WorkQueue.use((queue) => queue.runNow(task.id))
      yield* raw("UPDATE vedette.tasks SET carrier = gen_random_uuid() WHERE id = $1", task.id)
      const invariants = (fix: boolean) => Effect.map(examined(fix), (all) => all.map(({ invariant, repaired }) => `${invariant} ${repaired}`))
      assert.deepStrictEqual(yield* invariants(false), ["intent-has-a-timer false", "timer-has-an-intent false"])
      assert.deepStrictEqual(yield* invariants(true), ["intent-has-a-timer true", "timer-has-an-intent true"])
      assert.deepStrictEqual(yield* invariants(false), [])
      assert.deepStrictEqual((yield* claimed()).map(({ taskId }) => taskId), [task.id])
      yield* raw("DELETE FROM vedette.tasks WHERE id = $1", task.id)
    }))

  it.effect("a due task whose wake-up comes long after it is reported and repaired", () =>
    Effect.gen(function*() {
      const task = yield* watched
      yield* raw("UPDATE vedette.tasks SET due_at = now() - interval '3 hours' WHERE id = $1", task.id)
      const invariants = (fix: boolean) => Effect.map(examined(fix), (all) => all.map(({ invariant, repaired }) => `${invariant} ${repaired}`))
      assert.deepStrictEqual(yield* invariants(false), ["intent-has-a-timer false"])
      assert.deepStrictEqual(yield* invariants(true), ["intent-has-a-timer true"])
      assert.deepStrictEqual(yield* invariants(false), [])
      assert.deepStrictEqual((yield* claimed()).map(({ taskId }) => taskId), [task.id])
      yield* raw("DELETE FROM vedette.tasks WHERE id = $1", task.id)
    }))
})

import { assert } from "@effect/vitest"
import {
  ChannelKind,
  ExecutionRepository,
  Outbox,
  Task,
  type TaskId,
  TaskRepository,
  freshId,
  WorkQueue
} from "@vedette/domain"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { anAttempt } from "../fixtures/anAttempt.ts"
import { fixtureNow } from "../fixtures/fixtureNow.ts"
import { assertSame } from "./assertSame.ts"
import { ContractTime } from "./ContractTime.ts"
import { given } from "./given.ts"
import { storageLaw } from "./storageLaw.ts"
import { storageReasonOf } from "./storageReasonOf.ts"

const lease = Duration.minutes(10)

/** Every field away from its default, so that a column forgotten by an adapter is missed. */
const fullTask: Partial<Task> = {
  notify: "always",
  alerting: { threshold: 80, sourcesRequired: 2, notifyOn: "new_evidence", quietHours: { from: "22:00", to: "07:00", timeZone: "Europe/Berlin" } },
  cadence: { minInterval: 900, maxInterval: 86_400, deadline: fixtureNow },
  channels: [{
    kind: ChannelKind.make("webhook"),
    target: { url: "https://hooks.example/a", headers: { "x-team": "ops" } },
    secrets: [{ sealed: "sealed", issuedAt: fixtureNow, validUntil: fixtureNow }],
    disabledReason: "The target answered 410."
  }],
  context: { ticket: 7, nested: ["a", null, { b: true }] },
  externalId: "ticket-7",
  tags: ["kitchen", "gifts"],
  state: "paused",
  dueReason: "Weekly, because little changes.",
  lastInterval: 604_800,
  known: {
    verdict: "unclear",
    evidence: "In stock",
    observations: [{
      term: "available(\"https://shop.example/kettle\")",
      kind: "availability",
      value: "in_stock",
      unit: null,
      uri: "https://shop.example/kettle",
      verdict: "met",
      distance: null
    }],
    told: [{ term: "quote", value: "hash", kind: "event", toldAt: fixtureNow }],
    falseReads: 1,
    judgedPassages: ["a"],
    since: fixtureNow
  },
  health: { status: "degraded", consecutiveFailures: 2, failingSince: fixtureNow, lastSuccessAt: fixtureNow, reason: "Timed out." },
  isPublic: true,
  viewCount: 3,
  subscriberCount: 2,
  version: 4
}

export const taskRepositoryLaws = [
  storageLaw(
    "a task inserted is found again unchanged",
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const plain = yield* given.task()
      const full = yield* given.task({ ...fullTask, forkedFromTaskId: plain.id })
      assertSame(Task, Option.getOrThrow(yield* tasks.find(plain.id)), plain)
      assertSame(Task, Option.getOrThrow(yield* tasks.find(full.id)), full)
    })
  ),
  storageLaw(
    "an unknown task is none, found or locked, and deleting it answers false",
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const id = yield* freshId<TaskId>()
      assert.isTrue(Option.isNone(yield* tasks.find(id)))
      assert.isTrue(Option.isNone(yield* tasks.lock(id)))
      assert.isFalse(yield* tasks.delete(id))
    })
  ),
  storageLaw(
    "a second task with the same id is refused",
    Effect.gen(function*() {
      const reason = yield* storageReasonOf((yield* TaskRepository).insert(yield* given.task()))
      assert.deepInclude(reason, { _tag: "Conflict", rule: "duplicate_id" })
    })
  ),
  storageLaw(
    "dueAt is null after insert, whatever the copy said",
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const { id } = yield* given.task({ dueAt: fixtureNow })
      assert.isNull(Option.getOrThrow(yield* tasks.find(id)).dueAt)
    })
  ),
  storageLaw(
    "save leaves the intent and the claim as they are",
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const queue = yield* WorkQueue
      const dueAt = yield* (yield* ContractTime).now
      const task = yield* given.task()
      yield* queue.schedule(task.id, dueAt)
      const claims = (yield* queue.claim({ limit: 100, lease, worker: "w" })).filter((c) => c.taskId === task.id)
      assert.lengthOf(claims, 1)
      const saved = yield* tasks.save({ ...task, name: "Renamed", dueAt: null })
      assertSame(Task, saved, { ...task, name: "Renamed", version: task.version + 1, dueAt })
      assertSame(Task, Option.getOrThrow(yield* tasks.find(task.id)), saved)
      assert.isTrue(yield* queue.isClaimed(task.id))
      assert.deepStrictEqual(yield* queue.settle(claims.map((claim) => ({ claim, next: null }))), [])
      assert.isNull(Option.getOrThrow(yield* tasks.find(task.id)).dueAt)
    })
  ),
  storageLaw(
    "save answers the task as stored, one version on",
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const task = yield* given.task()
      const { subscriberCount: _, viewCount: __, ...rest } = fullTask
      const saved = yield* tasks.save({ ...task, ...rest, version: task.version })
      assertSame(Task, saved, { ...task, ...rest, version: task.version + 1 })
      assertSame(Task, Option.getOrThrow(yield* tasks.find(task.id)), saved)
    })
  ),
  storageLaw(
    "a stale copy is refused and writes nothing",
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const task = yield* given.task()
      const saved = yield* tasks.save({ ...task, name: "First" })
      const reason = yield* storageReasonOf(tasks.save({ ...task, name: "Second" }))
      assert.strictEqual(reason._tag, "StaleVersion")
      assertSame(Task, Option.getOrThrow(yield* tasks.find(task.id)), saved)
    })
  ),
  storageLaw(
    "of many saves of one copy exactly one is stored",
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const task = yield* given.task()
      const outcomes = yield* Effect.forEach(
        Array.from({ length: 50 }, (_, i) => i),
        (lastInterval) => Effect.result(tasks.save({ ...task, lastInterval })),
        { concurrency: 50 }
      )
      const stored = outcomes.flatMap((outcome) => outcome._tag === "Success" ? [outcome.success] : [])
      assert.lengthOf(stored, 1)
      assertSame(Task, Option.getOrThrow(yield* tasks.find(task.id)), stored[0]!)
    })
  ),
  storageLaw(
    "an external id is unique per owner, and found by",
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const task = yield* given.task({ externalId: "ticket-7" })
      const twin = yield* given.unsavedTask({ userId: task.userId, externalId: "ticket-7" })
      const reason = yield* storageReasonOf(tasks.insert(twin))
      assert.deepInclude(reason, { _tag: "Conflict", rule: "external_id" })
      assert.isTrue(Option.isNone(yield* tasks.find(twin.id)))
      const stranger = yield* given.task({ externalId: "ticket-7" })
      assert.strictEqual(Option.getOrThrow(yield* tasks.findByExternalId(task.userId, "ticket-7")).id, task.id)
      assert.strictEqual(Option.getOrThrow(yield* tasks.findByExternalId(stranger.userId, "ticket-7")).id, stranger.id)
      assert.isTrue(Option.isNone(yield* tasks.findByExternalId(task.userId, "ticket-8")))
    })
  ),
  storageLaw(
    "tasks are listed newest first, and never another owner's",
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const first = yield* given.task()
      const { userId } = first
      const second = yield* given.task({ userId, state: "paused" })
      const stranger = yield* given.task()
      const third = yield* given.task({ userId })
      const listed = (query: { state?: Task["state"]; after?: TaskId; limit?: number }) =>
        Effect.map(
          tasks.list({
            userId,
            state: query.state ?? null,
            after: query.after ?? null,
            limit: query.limit ?? null
          }),
          (found) => found.map((task) => task.id)
        )
      assert.deepStrictEqual(yield* listed({}), [third.id, second.id, first.id])
      assert.deepStrictEqual(yield* listed({ limit: 2 }), [third.id, second.id])
      assert.deepStrictEqual(yield* listed({ after: third.id, limit: 1 }), [second.id])
      assert.deepStrictEqual(yield* listed({ state: "active" }), [third.id, first.id])
      assert.deepStrictEqual(yield* listed({ state: "completed" }), [])
      assert.strictEqual(yield* tasks.count({ userId, state: null }), 3)
      assert.strictEqual(yield* tasks.count({ userId, state: "paused" }), 1)
      assert.strictEqual(yield* tasks.count({ userId: stranger.userId, state: null }), 1)
    })
  ),
  storageLaw(
    "a deleted task takes all that hangs on it along",
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const executions = yield* ExecutionRepository
      const outbox = yield* Outbox
      const queue = yield* WorkQueue
      const { deliveries: [delivery], notification } = yield* given.deliveries([{}])
      const { executionId, taskId, userId } = notification
      yield* executions.insertAttempts([anAttempt({ executionId })])
      yield* queue.runNow(taskId)
      const claims = (yield* queue.claim({ limit: 100, lease, worker: "w" })).filter((c) => c.taskId === taskId)
      assert.isTrue(yield* tasks.delete(taskId))
      assert.isFalse(yield* tasks.delete(taskId))
      assert.isTrue(Option.isNone(yield* tasks.find(taskId)))
      assert.isTrue(Option.isNone(yield* executions.find(executionId)))
      assert.deepStrictEqual(yield* executions.attempts([executionId]), [])
      assert.isTrue(Option.isNone(yield* outbox.notification(notification.id)))
      assert.deepStrictEqual(yield* outbox.deliveries({ userId, taskId: null, executionId: null, kind: null, limit: 10, offset: 0 }), [])
      assert.deepStrictEqual(yield* outbox.attempts(delivery!.id), [])
      assert.deepStrictEqual(yield* queue.settle(claims.map((claim) => ({ claim, next: null }))), claims)
    })
  )
]

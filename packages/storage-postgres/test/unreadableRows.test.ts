import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, layer } from "@effect/vitest"
import {
  AccountChannels,
  ChannelKind,
  type DeliveryId,
  type Execution,
  type ExecutionId,
  ExecutionRepository,
  freshId,
  Inbox,
  type NotificationId,
  Outbox,
  type StorageError,
  type Task,
  TaskRepository,
  WorkQueue
} from "@vedette/domain"
import { aDelivery, aJudgement, anAccountChannel, anAttempt, anExecution, aNotification } from "@vedette/testkit/fixtures"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import { storedTasks } from "./given.ts"
import { testStorage } from "./testStorage.ts"

// Another version of the program wrote a word that this one does not know. Whoever asks for that row is told so; whoever
// asks for many gets the others.

const lease = Duration.minutes(10)
const kind = ChannelKind.make("webhook")

const reasonOf = <R>(effect: Effect.Effect<unknown, StorageError, R>) =>
  Effect.map(Effect.flip(effect), ({ reason }) => reason._tag)

/** The answer of a read, and the lines it logged. */
const logged = <A, E, R>(read: Effect.Effect<A, E, R>) =>
  Effect.suspend(() => {
    const lines: Array<string> = []
    const logger = Logger.make(({ logLevel, message }) => {
      if (logLevel === "Error") lines.push(String(message))
    })
    return Effect.map(Effect.provide(read, Logger.layer([logger])), (answer) => ({ answer, lines }))
  })

/** That a read leaves the unreadable rows out and names them all in one line. */
const leavesOut = Effect.fnUntraced(function*<A, E, R>(
  read: Effect.Effect<ReadonlyArray<A>, E, R>,
  idOf: (row: A) => string,
  readable: ReadonlyArray<string>,
  unreadable: string
) {
  const { answer, lines } = yield* logged(read)
  assert.sameMembers(answer.map(idOf), [...readable])
  assert.lengthOf(lines, 1)
  assert.include(lines[0], unreadable)
})

const givenExecution = Effect.fnUntraced(function*(task: Task, overrides: Partial<Execution> = {}) {
  const execution = anExecution({ id: yield* freshId<ExecutionId>(), taskId: task.id, userId: task.userId, ...overrides })
  yield* (yield* ExecutionRepository).insert([execution])
  return execution
})

const givenDelivery = Effect.fnUntraced(function*(task: Task) {
  const { id: executionId, taskId, userId } = yield* givenExecution(task, { status: "success" })
  const of = { executionId, taskId, userId }
  const notification = aNotification({ id: yield* freshId<NotificationId>(), ...of })
  const delivery = aDelivery({ id: yield* freshId<DeliveryId>(), notificationId: notification.id, kind, ...of })
  yield* (yield* Outbox).owe(notification, [delivery])
  return delivery
})

layer(testStorage, { excludeTestServices: true })("rows that another version wrote", (it) => {
  const raw = (statement: string, id: string) =>
    Effect.flatMap(PgClient.PgClient, (sql) => sql.unsafe(statement, [id]))

  it.effect("a task is a corrupt row to find and lock, and is missing from lists", () =>
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const queue = yield* WorkQueue
      const [bad, good] = yield* storedTasks(2)
      yield* Effect.forEach([bad!, good!], (task) => queue.runNow(task.id))
      yield* raw("UPDATE vedette.tasks SET notify = 'sometimes' WHERE id = $1", bad!.id)
      assert.strictEqual(yield* reasonOf(tasks.find(bad!.id)), "CorruptRow")
      assert.strictEqual(yield* reasonOf(tasks.lock(bad!.id)), "CorruptRow")
      const all = tasks.list({ userId: bad!.userId, state: null, after: null, limit: null })
      yield* leavesOut(all, ({ id }) => id, [good!.id], bad!.id)
      yield* leavesOut(tasks.findMany([bad!.id, good!.id]), ({ id }) => id, [good!.id], bad!.id)
      yield* raw("UPDATE vedette.tasks SET is_public = true WHERE user_id = $1", bad!.userId)
      for (const sortBy of ["recent", "popular"] as const) {
        const shown = tasks.listPublic({ q: null, sortBy, offset: 0, limit: 10 })
        yield* leavesOut(shown, ({ id }) => id, [good!.id], bad!.id)
      }
      const claims = yield* queue.claim({ limit: 10, lease, worker: "test" })
      assert.lengthOf(claims, 2)
      yield* leavesOut(tasks.lockClaimed(claims), ({ task }) => task.id, [good!.id], bad!.id)
      assert.deepStrictEqual(yield* queue.settle(claims.map((claim) => ({ claim, next: null }))), [])
    }))

  it.effect("an execution is a corrupt row to find, and is missing from answers of many", () =>
    Effect.gen(function*() {
      const executions = yield* ExecutionRepository
      const [bad, good] = yield* storedTasks(2)
      const [alien, own] = [yield* givenExecution(bad!), yield* givenExecution(good!)]
      yield* raw("UPDATE vedette.executions SET trigger = 'moonrise' WHERE id = $1", alien.id)
      assert.strictEqual(yield* reasonOf(executions.find(alien.id)), "CorruptRow")
      yield* leavesOut(executions.findMany([alien.id, own.id]), ({ id }) => id, [own.id], alien.id)
      yield* leavesOut(executions.findOpen([bad!.id, good!.id]), ({ id }) => id, [own.id], alien.id)
      const all = { taskId: bad!.id, status: null, notifiedOnly: false, after: null, offset: 0, limit: 10 }
      yield* leavesOut(executions.list(all), ({ id }) => id, [], alien.id)
      yield* raw("UPDATE vedette.executions SET notification = 'Told.' WHERE user_id = $1", bad!.userId)
      const told = executions.listTold({ userId: bad!.userId, after: null, limit: 10 })
      yield* leavesOut(told, ({ id }) => id, [own.id], alien.id)
      yield* executions.insertAttempts([alien, own].map(({ id }) => anAttempt({ executionId: id })))
      yield* raw("UPDATE vedette.attempts SET category = 'weather' WHERE execution_id = $1", alien.id)
      const tries = executions.attempts([alien.id, own.id])
      yield* leavesOut(tries, ({ executionId }) => executionId, [own.id], `${alien.id}/1`)
    }))

  it.effect("a judgement without evidence is missing from the findings, and one that is odd otherwise is not", () =>
    Effect.gen(function*() {
      const executions = yield* ExecutionRepository
      const [task] = yield* storedTasks(1)
      const found = (evidence: string) =>
        givenExecution(task!, { status: "success", judgement: aJudgement({ evidence }) })
      const [mute, odd] = [yield* found("Nobody reads this"), yield* found("45.00 EUR")]
      yield* raw("UPDATE vedette.executions SET judgement = judgement - 'evidence' WHERE id = $1", mute.id)
      yield* raw(`UPDATE vedette.executions SET judgement = judgement || '{"verdict":"perhaps"}' WHERE id = $1`, odd.id)
      const { answer, lines } = yield* logged(executions.findings([task!.id], 5))
      assert.deepStrictEqual(answer.get(task!.id), ["45.00 EUR"])
      assert.lengthOf(lines, 1)
      assert.include(lines[0], mute.id)
    }))

  it.effect("a delivery is missing from claims and from the send log, and the others of the claim are delivered", () =>
    Effect.gen(function*() {
      const outbox = yield* Outbox
      const [bad, good] = yield* storedTasks(2)
      const [alien, own] = [yield* givenDelivery(bad!), yield* givenDelivery(good!)]
      yield* raw("UPDATE vedette.deliveries SET event = 'condition_dreamt' WHERE id = $1", alien.id)
      const log = outbox.deliveries({ userId: bad!.userId, taskId: null, executionId: null, kind: null, limit: 10, offset: 0 })
      yield* leavesOut(log, ({ id }) => id, [own.id], alien.id)
      const claim = outbox.claim({ kind, limit: 10, lease, worker: "test" })
      yield* leavesOut(claim, ({ id }) => id, [own.id], alien.id)
      // It is under a lease now as every claimed one is, and in nobody's way.
      const { answer, lines } = yield* logged(claim)
      assert.deepStrictEqual([answer, lines], [[], []])
    }))

  it.effect("a default channel is a corrupt row to find and lock, and is missing from the list: the others still tell", () =>
    Effect.gen(function*() {
      const channels = yield* AccountChannels
      const [task] = yield* storedTasks(1)
      const userId = task!.userId
      yield* channels.save(anAccountChannel({ userId }))
      yield* channels.save(anAccountChannel({ userId, kind: ChannelKind.make("email") }))
      yield* raw("UPDATE vedette.account_channels SET events = '{moonrise}' WHERE user_id = $1 AND kind = 'webhook'", userId)
      assert.strictEqual(yield* reasonOf(channels.find(userId, kind)), "CorruptRow")
      assert.strictEqual(yield* reasonOf(channels.lock(userId, kind)), "CorruptRow")
      yield* leavesOut(channels.list(userId), (channel) => channel.kind, ["email"], `${userId}/webhook`)
    }))

  it.effect("a notification is missing from the inbox", () =>
    Effect.gen(function*() {
      const inbox = yield* Inbox
      const [bad, good] = yield* storedTasks(2)
      const [alien, own] = [yield* givenDelivery(bad!), yield* givenDelivery(good!)]
      yield* raw("UPDATE vedette.notifications SET message = message - 'answer' WHERE id = $1", alien.notificationId)
      const all = { userId: bad!.userId, taskId: null, unread: null, archived: null, since: null, until: null }
      const entries = inbox.entries({ ...all, limit: 10, offset: 0 })
      yield* leavesOut(entries, ({ notification }) => notification.id, [own.notificationId], alien.notificationId)
    }))
})

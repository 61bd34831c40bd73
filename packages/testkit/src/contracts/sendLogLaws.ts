import { assert } from "@effect/vitest"
import { ChannelKind, type DeliveryQuery, Outbox } from "@vedette/domain"
import * as Effect from "effect/Effect"
import { given } from "./given.ts"
import { storageLaw } from "./storageLaw.ts"

const any = { taskId: null, executionId: null, kind: null }
const wholePage = { limit: 100, offset: 0 }

const idsOf = (query: DeliveryQuery, page = wholePage) =>
  Outbox.use((outbox) => outbox.deliveries({ ...query, ...page })).pipe(
    Effect.map((found) => found.map((delivery) => delivery.id))
  )

const countOf = (query: DeliveryQuery) => Outbox.use((outbox) => outbox.countDeliveries(query))

/** One owner with two tasks; the first was told by webhook and email, and once more by another run of it. */
const givenLog = Effect.gen(function*() {
  const outbox = yield* Outbox
  const { deliveries: [hook, mail], notification } = yield* given.deliveries([
    {},
    { kind: ChannelKind.make("email"), address: "owner@example.com" }
  ])
  const { executionId, taskId, userId } = notification
  const tell = Effect.fnUntraced(function*(task: Parameters<typeof given.execution>[0]) {
    const told = yield* given.unsavedNotification(yield* given.execution(task, { status: "success" }))
    const delivery = yield* given.unsavedDelivery(told)
    yield* outbox.owe(told, [delivery])
    return delivery.id
  })
  const other = yield* given.task({ userId })
  const later = yield* tell({ ...other, id: taskId })
  const ofOther = yield* tell(other)
  yield* given.deliveries([{}])
  return { userId, taskId, executionId, hook: hook!.id, mail: mail!.id, later, ofOther }
})

/** What was owed and what became of it, as its owner reads it. */
export const sendLogLaws = [
  storageLaw(
    "deliveries are listed newest first, and never another owner's",
    Effect.gen(function*() {
      const { hook, later, mail, ofOther, userId } = yield* givenLog
      const query = { ...any, userId }
      assert.deepStrictEqual(yield* idsOf(query), [ofOther, later, mail, hook])
      assert.deepStrictEqual(yield* idsOf(query, { limit: 1, offset: 1 }), [later])
      assert.deepStrictEqual(yield* idsOf(query, { limit: 2, offset: 4 }), [])
    })
  ),
  storageLaw(
    "deliveries are found by task, by execution and by kind, and by all of them at once",
    Effect.gen(function*() {
      const { executionId, hook, later, mail, taskId, userId } = yield* givenLog
      const kind = ChannelKind.make("email")
      assert.sameMembers(yield* idsOf({ ...any, userId, taskId }), [later, mail, hook])
      assert.sameMembers(yield* idsOf({ ...any, userId, executionId }), [mail, hook])
      assert.sameMembers(yield* idsOf({ ...any, userId, kind }), [mail])
      assert.sameMembers(yield* idsOf({ userId, taskId, executionId, kind: ChannelKind.make("webhook") }), [hook])
      assert.sameMembers(yield* idsOf({ ...any, userId, kind: ChannelKind.make("pigeon") }), [])
    })
  ),
  storageLaw(
    "the count is of all the deliveries that the query finds, whatever the page",
    Effect.gen(function*() {
      const { executionId, taskId, userId } = yield* givenLog
      const kind = ChannelKind.make("webhook")
      assert.strictEqual(yield* countOf({ ...any, userId }), 4)
      assert.strictEqual(yield* countOf({ ...any, userId, taskId }), 3)
      assert.strictEqual(yield* countOf({ ...any, userId, executionId }), 2)
      assert.strictEqual(yield* countOf({ ...any, userId, kind }), 3)
      assert.strictEqual(yield* countOf({ userId, taskId, executionId, kind }), 1)
    })
  )
]

import { assert } from "@effect/vitest"
import { type CitedPage, type Execution, type ExecutionId, ExecutionRepository, freshId, PageArchive, TaskRepository } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { given } from "./given.ts"
import { storageLaw } from "./storageLaw.ts"

/** Long before anything that another law stores, so that laws do not prune for each other. */
const readAt = DateTime.makeUnsafe("1991-01-01T12:00:00Z")
const days = (n: number) => DateTime.add(readAt, { days: n })
const url = "https://shop.example/kettle"

/** A hash of its own: laws share one storage, and texts are kept by their hashes. */
const freshHash = Effect.map(freshId<ExecutionId>(), (id) => id.replaceAll("-", "").padEnd(64, "0"))

const citing = (execution: Pick<Execution, "id">, page: Omit<CitedPage, "executionId">): CitedPage => ({ executionId: execution.id, ...page })

/** Drops whatever a law has left behind. */
const sweep = Effect.flatMap(PageArchive, (archive) =>
  Effect.repeat(archive.prune({ readBefore: days(365), uncitedBefore: days(365), limit: 100 }), { until: (dropped) => dropped === 0 }))

export const pageArchiveLaws = [
  storageLaw(
    "a page is found by the execution that cites it, as it was given, and by no other",
    Effect.gen(function*() {
      const archive = yield* PageArchive
      const task = yield* given.task()
      const [mine, other] = [yield* given.execution(task, { status: "success" }), yield* given.execution(task, { status: "failed" })]
      const text = `Blue “kettle” – 45,00 € \u0000 😀\n${"In stock. ".repeat(20_000)}`
      const first = { url, hash: yield* freshHash, text, readAt }
      const second = { url: "https://a.example/", hash: yield* freshHash, text: "", readAt: days(1) }
      yield* archive.keep([citing(mine, first), citing(mine, second)])
      yield* archive.keep([])
      const [listedSecond, listedFirst, ...more] = yield* archive.list(mine.id)
      assert.deepStrictEqual(more, [])
      assert.deepInclude(listedFirst, { url, hash: first.hash, bytes: new TextEncoder().encode(text).length })
      assert.deepInclude(listedSecond, { url: second.url, hash: second.hash, bytes: 0 })
      assert.isTrue(DateTime.Equivalence(listedFirst!.readAt, readAt))
      const read = Option.getOrThrow(yield* archive.read(mine.id, first.hash))
      assert.strictEqual(read.text, text)
      assert.strictEqual(read.url, url)
      assert.strictEqual(Option.getOrThrow(yield* archive.read(mine.id, second.hash)).text, "")
      assert.deepStrictEqual(yield* archive.list(other.id), [])
      assert.isTrue(Option.isNone(yield* archive.read(other.id, first.hash)))
      assert.isTrue(Option.isNone(yield* archive.read(mine.id, yield* freshHash)))
      yield* sweep
    })
  ),
  storageLaw(
    "a text is stored once for all who cite it, and each sees the read of their own",
    Effect.gen(function*() {
      const archive = yield* PageArchive
      const [one, two] = [yield* given.execution(yield* given.task(), { status: "success" }), yield* given.execution(yield* given.task())]
      const page = { url, hash: yield* freshHash, text: "Price: 45.00 EUR", readAt }
      yield* archive.keep([citing(one, page), citing(two, { ...page, url: "https://mirror.example/", readAt: days(2) })])
      for (const again of [days(1), readAt]) yield* archive.keep([citing(one, { ...page, readAt: again })])
      const [listed, ...more] = yield* archive.list(one.id)
      assert.deepStrictEqual(more, [])
      assert.isTrue(DateTime.Equivalence(listed!.readAt, days(1)))
      assert.strictEqual(listed!.url, url)
      assert.deepInclude((yield* archive.list(two.id))[0], { url: "https://mirror.example/", hash: page.hash })
      // Two reads and one text.
      assert.strictEqual(yield* archive.prune({ readBefore: days(30), uncitedBefore: days(30), limit: 100 }), 3)
    })
  ),
  storageLaw(
    "a page of an execution that is not there is not kept, and keeps no other from being kept",
    Effect.gen(function*() {
      const archive = yield* PageArchive
      const there = yield* given.execution(yield* given.task(), { status: "success" })
      const gone = { id: yield* freshId<ExecutionId>() }
      const page = { url, hash: yield* freshHash, text: "Price: 45.00 EUR", readAt }
      yield* archive.keep([citing(gone, page), citing(there, page)])
      assert.deepStrictEqual(yield* archive.list(gone.id), [])
      assert.lengthOf(yield* archive.list(there.id), 1)
      yield* sweep
    })
  ),
  storageLaw(
    "with its task, and when it is pruned, an execution's pages are gone",
    Effect.gen(function*() {
      const archive = yield* PageArchive
      const task = yield* given.task()
      const execution = yield* given.execution(task, { status: "success" })
      const page = { url, hash: yield* freshHash, text: "Price: 45.00 EUR", readAt }
      yield* archive.keep([citing(execution, page)])
      yield* (yield* TaskRepository).delete(task.id)
      assert.deepStrictEqual(yield* archive.list(execution.id), [])
      assert.isTrue(Option.isNone(yield* archive.read(execution.id, page.hash)))
      const completedAt = days(-1_000)
      const old = yield* given.execution(yield* given.task(), { status: "success", completedAt })
      yield* archive.keep([citing(old, page)])
      yield* (yield* ExecutionRepository).prune({ endedBefore: DateTime.add(completedAt, { days: 1 }), limit: 1 })
      assert.deepStrictEqual(yield* archive.list(old.id), [])
      yield* sweep
    })
  ),
  storageLaw(
    "pruning drops what was read before, in batches, and with it what nothing else cites",
    Effect.gen(function*() {
      const archive = yield* PageArchive
      const task = yield* given.task()
      const [old, recent] = [yield* given.execution(task, { status: "success" }), yield* given.execution(task, { status: "failed" })]
      const shared = { url, hash: yield* freshHash, text: "Price: 45.00 EUR", readAt }
      const alone = { ...shared, url: "https://a.example/", hash: yield* freshHash }
      yield* archive.keep([citing(old, shared), citing(old, alone), citing(recent, { ...shared, readAt: days(20) })])
      // What is cited stays, however long ago it was read last.
      const batch = { readBefore: days(10), uncitedBefore: days(30), limit: 1 }
      let dropped = 0
      for (let last = yield* archive.prune(batch); last > 0; last = yield* archive.prune(batch)) {
        assert.isAtMost(last, 2)
        dropped += last
      }
      assert.strictEqual(dropped, 3)
      assert.deepStrictEqual(yield* archive.list(old.id), [])
      assert.strictEqual(Option.getOrThrow(yield* archive.read(recent.id, shared.hash)).text, shared.text)
      yield* sweep
    })
  ),
  storageLaw(
    "a text that nothing cites is left alone while it may be on its way to be cited",
    Effect.gen(function*() {
      const archive = yield* PageArchive
      const execution = yield* given.execution(yield* given.task(), { status: "success" })
      yield* archive.keep([citing(execution, { url, hash: yield* freshHash, text: "Price: 45.00 EUR", readAt })])
      const cut = { readBefore: days(1), limit: 100 }
      assert.strictEqual(yield* archive.prune({ ...cut, uncitedBefore: readAt }), 1)
      assert.strictEqual(yield* archive.prune({ ...cut, uncitedBefore: readAt }), 0)
      assert.strictEqual(yield* archive.prune({ ...cut, uncitedBefore: days(1) }), 1)
    })
  )
]

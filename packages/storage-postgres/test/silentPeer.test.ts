import { assert, describe, it } from "@effect/vitest"
import { freshDatabase } from "@vedette/postgres-embedded/testing"
import { type StorageError, UnitOfWork, WorkQueue } from "@vedette/domain"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { TestClock } from "effect/testing"
import { type AddressInfo, connect, createServer, type Socket } from "node:net"
import { migrate, PostgresStorage } from "../src/index.ts"

/** A way to the database that can fall silent: connections stay open, nothing comes through, as behind a dead router. */
const silenceable = (url: URL) =>
  Effect.acquireRelease(
    Effect.promise(() =>
      new Promise<{ readonly port: number; readonly silence: () => void; readonly close: () => void }>((resolve) => {
        const sockets = new Set<Socket>()
        let silent = false
        const relay = (from: Socket, to: Socket) => {
          sockets.add(from)
          from.on("data", (chunk) => {
            if (!silent) to.write(chunk)
          })
          from.on("close", () => to.destroy())
          from.on("error", () => to.destroy())
        }
        const server = createServer((client) => {
          const upstream = connect(Number(url.port), url.hostname)
          relay(client, upstream)
          relay(upstream, client)
        })
        server.listen(0, "127.0.0.1", () =>
          resolve({
            port: (server.address() as AddressInfo).port,
            silence: () => {
              silent = true
            },
            close: () => {
              for (const socket of sockets) socket.destroy()
              server.close()
            }
          }))
      })
    ),
    ({ close }) => Effect.sync(close)
  )

/** A storage whose way to its database can fall silent. */
const storageBehind = Effect.gen(function*() {
  const url = new URL((yield* freshDatabase()).url)
  yield* migrate({ url: Redacted.make(url.href) })
  const { port, silence } = yield* silenceable(url)
  const detour = new URL(url)
  detour.hostname = "127.0.0.1"
  detour.port = String(port)
  return { storage: yield* Layer.build(PostgresStorage.layer({ url: Redacted.make(detour.href), supervise: false })), silence }
})

const reasonOf = (operation: Effect.Effect<unknown, StorageError>) =>
  Effect.map(Effect.flip(operation), ({ reason }) => reason._tag)

// At once, because each waits for the driver, which gives a connection up on a timer of its own.
describe.concurrent("a database that has fallen silent", () => {
  it.live("is given up by a unit of work that begins, on a connection it has or on one it asks for, and by one that commits", () =>
    Effect.gen(function*() {
      const { silence, storage } = yield* storageBehind
      const { transact } = Context.get(storage, UnitOfWork)
      const began = yield* Deferred.make<void>()
      const silent = yield* Deferred.make<void>()
      // Two connections that are there: one for whom commits, one for whom begins. A third has to be asked for.
      const met = yield* Deferred.make<void>()
      yield* Effect.all([transact(Deferred.await(met)), transact(Deferred.succeed(met, undefined))], { concurrency: 2 })
      const reasons = yield* Effect.gen(function*() {
        const committing = yield* Effect.forkChild(
          reasonOf(transact(Effect.andThen(Deferred.succeed(began, undefined), Deferred.await(silent))))
        )
        yield* Deferred.await(began)
        silence()
        yield* Deferred.succeed(silent, undefined)
        const begin = Effect.forkChild(reasonOf(transact(Effect.die("never begun"))))
        const beginning = [yield* begin, yield* begin]
        yield* TestClock.adjust("46 seconds")
        return yield* Effect.forEach([committing, ...beginning], Fiber.join)
      }).pipe(Effect.provide(TestClock.layer()))
      assert.deepStrictEqual(reasons, ["ConnectionLost", "ConnectionLost", "ConnectionLost"])
    }).pipe(Effect.scoped), 60_000)

  it.live("does not hide why a unit of work failed that could not be rolled back", () =>
    Effect.gen(function*() {
      const { silence, storage } = yield* storageBehind
      const { now, transact } = Context.get(storage, UnitOfWork)
      yield* transact(now)
      const why = yield* Effect.gen(function*() {
        const began = yield* Deferred.make<void>()
        const failing = yield* Effect.forkChild(Effect.flip(transact(
          Effect.sync(silence).pipe(Effect.andThen(Deferred.succeed(began, undefined)), Effect.andThen(Effect.fail("refused")))
        )))
        yield* Deferred.await(began)
        yield* TestClock.adjust("46 seconds")
        return yield* Fiber.join(failing)
      }).pipe(Effect.provide(TestClock.layer()))
      assert.strictEqual(why, "refused")
    }).pipe(Effect.scoped), 60_000)

  it.live("is given up by an operation of one statement and by one of a transaction", () =>
    Effect.gen(function*() {
      const { silence, storage } = yield* storageBehind
      const queue = Context.get(storage, WorkQueue)
      const claim = queue.claim({ limit: 1, lease: Duration.seconds(30), worker: "test" })
      yield* Effect.all([queue.depth, claim])
      silence()
      const reasons = yield* Effect.gen(function*() {
        const asked = yield* Effect.forkChild(Effect.all([reasonOf(queue.depth), reasonOf(claim)], { concurrency: 2 }))
        yield* TestClock.adjust("46 seconds")
        return yield* Fiber.join(asked)
      }).pipe(Effect.provide(TestClock.layer()))
      assert.deepStrictEqual(reasons, ["ConnectionLost", "ConnectionLost"])
    }).pipe(Effect.scoped), 60_000)
})

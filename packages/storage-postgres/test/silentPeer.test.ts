import { assert, describe, it } from "@effect/vitest"
import { freshDatabase } from "@vedette/postgres-embedded/testing"
import { type StorageError, WorkQueue } from "@vedette/domain"
import * as Context from "effect/Context"
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

describe("a database that has fallen silent", () => {
  it.live("is given up by an operation of one statement and by one of a transaction", () =>
    Effect.gen(function*() {
      const url = new URL((yield* freshDatabase()).url)
      yield* migrate({ url: Redacted.make(url.href) })
      const { port, silence } = yield* silenceable(url)
      const detour = new URL(url)
      detour.hostname = "127.0.0.1"
      detour.port = String(port)
      const storage = yield* Layer.build(PostgresStorage.layer({ url: Redacted.make(detour.href), supervise: false }))
      const queue = Context.get(storage, WorkQueue)
      const claim = queue.claim({ limit: 1, lease: Duration.seconds(30), worker: "test" })
      yield* Effect.all([queue.depth, claim])
      silence()
      const reasonOf = (operation: Effect.Effect<unknown, StorageError>) =>
        Effect.map(Effect.flip(operation), ({ reason }) => reason._tag)
      const reasons = yield* Effect.gen(function*() {
        const asked = yield* Effect.forkChild(Effect.all([reasonOf(queue.depth), reasonOf(claim)], { concurrency: 2 }))
        yield* TestClock.adjust("46 seconds")
        return yield* Fiber.join(asked)
      }).pipe(Effect.provide(TestClock.layer()))
      assert.deepStrictEqual(reasons, ["ConnectionLost", "ConnectionLost"])
    }).pipe(Effect.scoped), 60_000)
})

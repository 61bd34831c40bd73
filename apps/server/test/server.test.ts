import { allRoutes, openApi, routes } from "@vedette/http-contract"
import { MemoryStorage } from "@vedette/storage-memory"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as References from "effect/References"
import { connect } from "node:net"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { ChannelKind, ConnectionLost, IdempotencyStore, StorageError, StorageFailed, TaskId, TaskRepository, unsubscribeToken } from "@vedette/domain"
import { serve, type ServerOptions } from "../src/index.ts"
import { callerOf } from "./callerOf.ts"
import { startTestServer, type TestServer } from "./startTestServer.ts"

describe("the server's own routes", () => {
  let server: TestServer
  let isUp = true
  beforeAll(async () => {
    const database = Effect.suspend(() => isUp ? Effect.void : Effect.fail("password=hunter2"))
    server = await startTestServer(MemoryStorage.layer, { readiness: [{ name: "database", check: database }], version: "1.2.3" })
  })
  afterAll(() => server.stop())

  test("alive is alive, whatever else is not", async () => {
    isUp = false
    const answer = await server.anybody("GET", "/livez")
    expect([answer.status, answer.json()]).toEqual([200, { status: "ok" }])
  })

  test("ready says which check failed, and nothing about why", async () => {
    isUp = true
    const ready = await server.anybody("GET", "/readyz")
    expect([ready.status, ready.json()]).toEqual([200, { status: "ready", checks: [{ name: "database", ok: true }] }])
    expect((await server.anybody("GET", "/health")).json()).toEqual({ status: "healthy" })
    isUp = false
    const not = await server.anybody("GET", "/readyz")
    expect([not.status, not.json()]).toEqual([503, { status: "not_ready", checks: [{ name: "database", ok: false }] }])
    const health = await server.anybody("GET", "/health")
    expect([health.status, health.json()]).toEqual([503, { status: "degraded" }])
  })

  test("a check that hangs is one that failed", async () => {
    const hung = await startTestServer(MemoryStorage.layer, { readiness: [{ name: "never", check: Effect.never }] })
    expect((await hung.anybody("GET", "/readyz")).status).toBe(503)
    await hung.stop()
  })

  test("metrics are Prometheus' text, for anybody, with the queue as it is now", async () => {
    const answer = await server.anybody("GET", "/metrics")
    expect(answer.status).toBe(200)
    expect(String(answer.headers["content-type"])).toMatch(/^text\/plain; version=0.0.4/)
    expect(answer.text).toMatch(/^vedette_overdue_seconds 0$/m)
    expect(answer.text).toMatch(/^# TYPE vedette_queue_due gauge$/m)
  })

  test("the document names every route of the table", async () => {
    const answer = await server.anybody("GET", "/openapi.json")
    expect(answer.json()).toEqual(JSON.parse(JSON.stringify(openApi(allRoutes, { version: "1.2.3", serverUrl: null }))))
  })

  test("every route of the table is served", async () => {
    for (const route of Object.values(routes)) {
      const path = route.path.replaceAll(/\{\w+\}/g, "01900000-0000-7000-8000-000000000000")
      const answer = await server.anybody(route.method, path)
      expect(answer.text, `${route.method} ${path}`).not.toContain("\"not_found\"")
      expect(answer.status).not.toBe(405)
    }
  })
})

describe("when the storage fails", () => {
  const logged: Array<string> = []
  const log = Logger.make(({ cause, fiber, message }) => {
    logged.push(`${String(message)} ${Cause.pretty(cause)} ${JSON.stringify(fiber.getRef(References.CurrentLogAnnotations))}`)
  })
  const brokenBy = (find: Effect.Effect<never, StorageError>) =>
    startTestServer(
      Layer.mergeAll(
        MemoryStorage.layer,
        Layer.effect(TaskRepository, Effect.map(TaskRepository, (tasks) => ({ ...tasks, find: () => find })))
          .pipe(Layer.provide(MemoryStorage.layer))
      ),
      {},
      log
    )
  const failing = (reason: StorageError["reason"]) => brokenBy(Effect.fail(new StorageError({ reason })))
  const path = "/api/v1/tasks/01900000-0000-7000-8000-000000000000"

  test("a connection that is lost is 503 with Retry-After, and its words stay inside", async () => {
    const server = await failing(new ConnectionLost({ message: "host db-7 refused" }))
    const answer = await server.alice("GET", path)
    expect([answer.status, answer.json()]).toMatchObject([503, { code: "unavailable" }])
    expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0)
    expect(answer.text).not.toContain("db-7")
    await server.stop()
  })

  test("what is beyond help is 500, and its words stay inside", async () => {
    const server = await failing(new StorageFailed({ message: "relation tasks does not exist" }))
    const answer = await server.alice("GET", path)
    expect([answer.status, answer.json()]).toEqual([500, { detail: "Internal server error", code: "internal_error" }])
    expect(logged.at(-1)).toContain("relation tasks does not exist")
    await server.stop()
  })

  test("a token that opens an address by itself is in no line of the log", async () => {
    const server = await failing(new ConnectionLost({ message: "host db-7 refused" }))
    const taskId = TaskId.make("01900000-0000-7000-8000-000000000000")
    const token = await server.run(unsubscribeToken({ userId: server.aliceId, kind: ChannelKind.make("email"), address: "a@example.com", taskId }))
    for (const method of ["GET", "POST"] as const) {
      expect((await server.anybody(method, `/unsubscribe/${token}?a=${token}`)).status).toBe(503)
      expect(logged.at(-1)).toContain(`${method} /unsubscribe/… failed`)
      expect(logged.at(-1)).not.toContain(token)
    }
    await server.stop()
  })

  test("a defect is 500 outside; inside it is logged under the request's id", async () => {
    const server = await brokenBy(Effect.die(new Error("the impossible")))
    const answer = await server.alice("GET", path, { headers: { "x-request-id": "find-me" } })
    expect([answer.status, answer.json()]).toEqual([500, { detail: "Internal server error", code: "internal_error" }])
    expect(logged.at(-1)).toMatch(/the impossible.*find-me/s)
    await server.stop()
  })
})

describe("a request that may be repeated", () => {
  const taken = (finish: boolean) =>
    startTestServer(Layer.mergeAll(
      MemoryStorage.layer,
      Layer.effect(IdempotencyStore, Effect.map(IdempotencyStore, (store) => ({ ...store, finish: () => Effect.succeed(finish) })))
        .pipe(Layer.provide(MemoryStorage.layer))
    ))
  const create = { headers: { "idempotency-key": "k1" }, body: { search_query: "Koda 2", condition_description: "it is out" } }

  test("has done nothing where another has taken its place meanwhile: what it did and that it was answered are one", async () => {
    const server = await taken(false)
    const answer = await server.alice("POST", "/api/v1/tasks", create)
    expect(answer.status).toBe(409)
    expect((await server.alice("GET", "/api/v1/tasks")).json()).toEqual([])
    await server.stop()
  })

  test("has been done where nobody has", async () => {
    const server = await taken(true)
    expect((await server.alice("POST", "/api/v1/tasks", create)).status).toBe(200)
    expect((await server.alice("GET", "/api/v1/tasks")).json()).toHaveLength(1)
    await server.stop()
  })
})

test("only what is read may be known already: a write is answered whatever its reader has", async () => {
  const server = await startTestServer(MemoryStorage.layer)
  const create = { body: { search_query: "Koda 2", condition_description: "it is out" }, headers: { "if-none-match": "*" } }
  expect((await server.alice("POST", "/api/v1/tasks", create)).status).toBe(200)
  const [{ id }] = (await server.alice("GET", "/api/v1/tasks")).json() as [{ readonly id: string }]
  expect((await server.alice("PATCH", `/api/v1/tasks/${id}`, { body: { name: "Koda" }, headers: { "if-none-match": "*" } })).status).toBe(200)
  expect((await server.alice("GET", `/api/v1/tasks/${id}`, { headers: { "if-none-match": "*" } })).status).toBe(304)
  await server.stop()
})

test("what is large is not told back to its sender", async () => {
  const server = await startTestServer(MemoryStorage.layer)
  const refused = async (search_query: string) =>
    JSON.stringify((await server.alice("POST", "/api/v1/tasks", { body: { search_query: [search_query], condition_description: "it is out" } })).json())
  expect(await refused("small")).toContain("small")
  expect((await refused("x".repeat(2_000))).length).toBeLessThan(1_000)
  await server.stop()
})

describe("listening", () => {
  const listening = (options: ServerOptions = {}) =>
    startTestServer(MemoryStorage.layer).then(async (server) => ({
      server,
      serving: (use: (url: string) => Promise<void>) =>
        server.run(Effect.scoped(Effect.gen(function*() {
          const { url } = yield* serve({ host: "127.0.0.1", port: 0, ...options })
          yield* Effect.promise(() => use(url))
        })))
    }))

  test("port 0 picks one, and closing takes no longer than what is under way", async () => {
    let release = () => {}
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    const { server, serving } = await listening({ readiness: [{ name: "gate", check: Effect.promise(() => gate) }] })
    let underWay: Promise<Response> | undefined
    let closing = 0
    await serving(async (url) => {
      expect((await fetch(`${url}/livez`)).status).toBe(200)
      underWay = fetch(`${url}/readyz`)
      await new Promise((resolve) => setTimeout(resolve, 50))
      setTimeout(release, 100)
      closing = Date.now()
    })
    expect(Date.now() - closing).toBeLessThan(3_000)
    expect((await underWay)?.status).toBe(200)
    await server.stop()
  })

  test("a client that hangs up ends its own work", async () => {
    const ended = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const check = Effect.sync(begun.resolve).pipe(
      Effect.andThen(Effect.never),
      Effect.onInterrupt(() => Effect.sync(ended.resolve))
    )
    const { server, serving } = await listening({ readiness: [{ name: "slow", check }] })
    await serving(async (url) => {
      const controller = new AbortController()
      const gone = fetch(`${url}/readyz`, { signal: controller.signal }).catch(() => "gone")
      await begun.promise
      const before = Date.now()
      controller.abort()
      await ended.promise
      expect(await gone).toBe("gone")
      // The check's own time-out would end it too, but only after two seconds.
      expect(Date.now() - before).toBeLessThan(1_000)
    })
    await server.stop()
  })

  test("what is not HTTP is answered, not fatal", async () => {
    const { server, serving } = await listening()
    await serving(async (url) => {
      const { hostname, port } = new URL(url)
      const answer = await new Promise<string>((resolve, reject) => {
        const socket = connect(Number(port), hostname, () => socket.write("NONSENSE\r\n\r\n"))
        let text = ""
        socket.on("data", (chunk) => text += String(chunk)).on("close", () => resolve(text)).on("error", reject)
      })
      expect(answer).toMatch(/^HTTP\/1\.1 400 .*"detail":"Bad Request"/s)
      expect((await fetch(`${url}/livez`)).status).toBe(200)
    })
    await server.stop()
  })

  test("a port that is taken is told as such", async () => {
    const { server, serving } = await listening()
    await serving(async (url) => {
      const port = Number(new URL(url).port)
      const error = await server.run(Effect.flip(Effect.scoped(serve({ host: "127.0.0.1", port }))))
      expect(error).toMatchObject({ _tag: "ListenFailed", message: expect.stringContaining(String(port)) })
    })
    await server.stop()
  })

  test("links lead to the public address where one is set", async () => {
    const server = await startTestServer(MemoryStorage.layer, { publicUrl: "https://watch.example" })
    for (const search_query of ["a", "b"]) await server.alice("POST", "/api/v1/tasks", { body: { search_query } })
    const page = await callerOf(server.app, server.keyOf("alice"))("GET", "/api/v1/tasks?limit=1")
    expect(page.headers["link"]).toMatch(/^<https:\/\/watch\.example\/api\/v1\/tasks\?limit=1&cursor=[\w-]+>; rel="next"$/)
    await server.stop()
  })
})

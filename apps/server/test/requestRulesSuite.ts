import { Policy, defaultPolicy } from "@vedette/domain"
import { CreatedApiKeyBody, ExecutionBody, TaskBody } from "@vedette/http-contract"
import * as Layer from "effect/Layer"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { buildServer } from "../src/index.ts"
import { callerOf } from "./callerOf.ts"
import { givenUser, type StorageLayer, startTestServer, type TestServer } from "./startTestServer.ts"

const tasks = "/api/v1/tasks"

/** What holds for every request, whatever it asks for: said once, counted, bounded. */
export const requestRulesSuite = (name: string, storage: StorageLayer): void => {
  describe(`a request said twice on ${name}`, () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startTestServer(storage)
    })
    afterAll(() => server.stop())

    const post = (key: string, body: object, path = tasks, caller = server.alice) =>
      caller("POST", path, { body, headers: { "idempotency-key": key } })
    const named = async (search_query: string) =>
      ((await server.alice("GET", tasks)).json() as ReadonlyArray<{ search_query: string }>)
        .filter((task) => task.search_query === search_query).length

    test("is done once, and answered the second time as it was the first", async () => {
      const first = await post("a", { search_query: "once" })
      const second = await post("a", { search_query: "once" }, `${tasks}/`)
      expect(second.json()).toEqual(first.json())
      expect([second.status, second.headers["etag"]]).toEqual([first.status, first.headers["etag"]])
      expect(first.headers).not.toHaveProperty("idempotent-replayed")
      expect(second.headers["idempotent-replayed"]).toBe("true")
      expect(await named("once")).toBe(1)
    })

    test("is done once however many are sent at once: the others are told to wait, or given the answer", async () => {
      const answers = await Promise.all(Array.from({ length: 12 }, () => post("burst", { search_query: "burst" })))
      expect(await named("burst")).toBe(1)
      for (const answer of answers.filter(({ status }) => status !== 200)) {
        expect([answer.status, answer.json()]).toMatchObject([409, { code: "request_in_flight" }])
        expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0)
      }
      const ids = answers.filter(({ status }) => status === 200).map((answer) => answer.as(TaskBody).id)
      expect(new Set(ids).size).toBe(1)
    })

    test("with another body or to another address is a mistake", async () => {
      const { id } = (await post("b", { search_query: "x" })).as(TaskBody)
      for (const answer of [await post("b", { search_query: "y" }), await post("b", { search_query: "x" }, `${tasks}/${id}/execute`)]) {
        expect([answer.status, answer.json()]).toMatchObject([422, { detail: [{ loc: ["header", "idempotency-key"], input: "b" }] }])
      }
    })

    test("to an address that differs after its second question mark is a mistake too", async () => {
      const { id } = (await post("marks", { search_query: "x" })).as(TaskBody)
      const run = (query: string) => post("marked-run", {}, `${tasks}/${id}/execute?${query}`)
      expect([(await run("why=a?b")).status, (await run("why=a?c")).status]).toEqual([200, 422])
    })

    test("by somebody else is another request", async () => {
      const [hers, his] = [await post("shared", { search_query: "x" }), await post("shared", { search_query: "z" }, tasks, server.bob)]
      expect([hers.status, his.status]).toEqual([200, 200])
    })

    test("is not answered with a secret again, and no secret is kept", async () => {
      const body = { search_query: "s", notifications: [{ type: "webhook", url: "https://hooks.example/x" }] }
      const first = (await post("s", body)).as(TaskBody)
      expect(first.webhook_secret).toMatch(/^whsec_/)
      const { webhook_secret: _, ...rest } = first
      expect((await post("s", body)).as(TaskBody)).toEqual(rest)
      const key = { name: "spare" }
      expect((await post("k", key, "/auth/api-keys")).as(CreatedApiKeyBody).key).toMatch(/^sk_/)
      const replayed = await post("k", key, "/auth/api-keys")
      expect(replayed.text).not.toMatch(/sk_[\w-]{43}/)
      expect(replayed.as(CreatedApiKeyBody)).not.toHaveProperty("key")
      const rotate = `${tasks}/${first.id}/webhook-secret/rotate`
      expect((await post("r", {}, rotate)).text).toMatch(/whsec_/)
      expect((await post("r", {}, rotate)).json()).toEqual({})
    })

    test("is not remembered where it was refused: nothing was done, so it may be corrected under the same key", async () => {
      expect((await post("c", {})).status).toBe(422)
      expect((await post("c", { search_query: "x", notifications: [{ type: "webhook", url: "ftp://x.example" }] })).status).toBe(400)
      expect((await post("c", { search_query: "corrected" })).status).toBe(200)
    })

    test.each(["", "a b", "é", "x".repeat(256)])("under the key %j is refused", async (key) => {
      const answer = await post(key, { search_query: "x" })
      expect([answer.status, answer.json()]).toMatchObject([422, { detail: [{ loc: ["header", "idempotency-key"], type: "string_pattern_mismatch" }] }])
    })

    test("a run asked for twice is one run, even when the first has begun meanwhile", async () => {
      const { id } = (await post("t", { search_query: "x", state: "paused" })).as(TaskBody)
      const first = (await post("run", {}, `${tasks}/${id}/execute`)).as(ExecutionBody)
      await server.alice("POST", `${tasks}/${id}/execute?force=true`)
      expect((await post("run", {}, `${tasks}/${id}/execute`)).as(ExecutionBody)).toEqual(first)
    })
  })

  describe(`limits on ${name}`, () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startTestServer(storage, { limits: { perCredential: 5, perAddress: 3 } })
    })
    afterAll(() => server.stop())

    test("a key has so many requests a minute over all servers together, and is told how many are left", async () => {
      const key = server.keyOf("busy")
      await server.run(givenUser(key))
      const twin = buildServer(server.runtime, { limits: { perCredential: 5, perAddress: 3 } })
      const callers = [callerOf(server.app, key), callerOf(twin, key)]
      for (let n = 0; n < 5; n++) {
        const answer = await callers[n % 2]!("GET", tasks)
        expect(answer.status).toBe(200)
        expect(answer.headers["ratelimit-policy"]).toBe("\"key\";q=5;w=60")
        expect(answer.headers["ratelimit"]).toMatch(new RegExp(`^"key";r=${4 - n};t=\\d+$`))
      }
      for (const call of [...callers, ...callers]) {
        const answer = await call("GET", tasks)
        expect([answer.status, answer.json()]).toEqual([429, { detail: "Too many requests; try again later", code: "rate_limited" }])
        expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0)
        expect(answer.headers["ratelimit"]).toMatch(/^"key";r=0;t=\d+$/)
      }
      expect((await server.bob("GET", tasks)).status).toBe(200)
      await twin.close()
    })

    test("an address without a key, or with a wrong one, has fewer; keys from there go on, and so does the server's own", async () => {
      const path = `${tasks}/01900000-0000-7000-8000-000000000000`
      const guesser = callerOf(server.app, "sk_guessing_guessing_guessing")
      const seen = [await server.anybody("GET", path), await guesser("GET", path), await server.anybody("GET", tasks)]
      expect(seen.map(({ status }) => status)).toEqual([404, 401, 401])
      expect((await server.anybody("GET", path)).status).toBe(429)
      expect((await guesser("GET", path)).status).toBe(429)
      expect((await server.alice("GET", tasks)).status).toBe(200)
      for (const own of ["/livez", "/readyz", "/health", "/openapi.json"]) expect((await server.anybody("GET", own)).status).toBe(200)
    })
  })

  describe(`the cap on active tasks on ${name}`, () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startTestServer(Layer.merge(storage, Layer.succeed(Policy, { ...defaultPolicy, maxActiveTasks: 2 })))
    })
    afterAll(() => server.stop())

    const create = (body: object = {}) => server.alice("POST", tasks, { body: { search_query: "x", ...body } })
    const turn = (id: string, state: string) => server.alice("PATCH", `${tasks}/${id}`, { body: { state } })

    test("every way into active is counted, whoever comes at once, and what is paused is not", async () => {
      const paused = (await create({ state: "paused" })).as(TaskBody)
      const answers = await Promise.all(Array.from({ length: 8 }, () => create()))
      const made = answers.filter(({ status }) => status === 200).map((answer) => answer.as(TaskBody))
      expect(made).toHaveLength(2)
      for (const refused of answers.filter(({ status }) => status !== 200)) {
        expect([refused.status, refused.json()]).toMatchObject([429, { code: "active_task_limit", detail: expect.stringContaining("2") }])
      }
      expect((await turn(paused.id, "active")).status).toBe(429)
      expect((await server.alice("PUT", `${tasks}/${paused.id}`, { body: { state: "active" } })).status).toBe(429)
      expect((await create({ external_id: "e" })).status).toBe(429)
      expect((await create({ state: "paused" })).status).toBe(200)

      // A place that is given up can be taken, by a restart too.
      expect((await turn(made[0]!.id, "completed")).status).toBe(200)
      expect((await turn(paused.id, "active")).status).toBe(200)
      expect((await turn(made[0]!.id, "active")).status).toBe(429)
      // Staying active takes no place.
      expect((await turn(paused.id, "active")).status).toBe(200)
      expect((await server.bob("POST", tasks, { body: { search_query: "x" } })).status).toBe(200)
    })
  })
}

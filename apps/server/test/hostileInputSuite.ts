import { type AnyRoute, allRoutes, errorCatalogue, TaskBody } from "@vedette/http-contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { CallOptions } from "./callerOf.ts"
import { type StorageLayer, startTestServer, type TestServer } from "./startTestServer.ts"

/** A small generator of repeatable choices (mulberry32): a failure prints its seed, and the seed makes it again. */
const chooser = (seed: number) => {
  let state = seed
  const random = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const pick = <A>(from: ReadonlyArray<A>): A => from[Math.floor(random() * from.length)]!
  return { pick, chance: (p: number) => random() < p }
}
type Chooser = ReturnType<typeof chooser>

const texts = [
  "", " ", "x", "é", "😀", "\0", "a\0b", "\ud800", "\udc00x", "'; DROP TABLE tasks; --", "$1", "\\", "%s%n", "null",
  "\u202e", "\u0085", "\r\nSet-Cookie: a=b", "x".repeat(3_000), "<script>", "../../etc/passwd", "{{7*7}}", "NaN"
]
const values: ReadonlyArray<unknown> = [
  ...texts, null, true, false, 0, -0, -1, 1.5, 2 ** 53, 1e308, -1e308, 5e-324, [], {}, [[]], [null], [{}], { "": "" },
  { "\0": 1 }, { a: "\0" }, { constructor: 1 }, { toString: 1 }, { length: -1 }, "active", "paused", "completed", "once",
  ["https://a.example"], ["javascript:alert(1)"], [{ type: "email" }], [{ type: "email", address: "a@b.example" }],
  [{ type: "email", address: "a\r\nBcc: c@d.example" }], [{ type: "webhook", url: "https://hooks.example/" }],
  [{ type: "webhook", url: "https://hooks.example/", headers: { "content-length": "1" } }],
  [{ type: "webhook", url: "https://hooks.example/", headers: { "x\r\ny": "1" } }],
  [{ type: "webhook", url: "https://[::1]/" }], [{ type: "webhook", url: "https://0x7f.1/" }], [{ type: "\0" }],
  { min_interval: 2 ** 40 }, { deadline: "0000-01-01T00:00:00Z" }, { deadline: "9999-12-31T23:59:59Z" },
  { deadline: "2030-02-31T00:00:00+99:99" }, "price(\"https://a.example\") < 1", "price(", "((((((((((",
  "not ".repeat(400) + "changed(\"https://a.example\")", "9".repeat(2_000)
]
const fields = [
  "search_query", "name", "condition_description", "condition", "state", "run_immediately", "external_id", "sources",
  "notify", "cadence", "notifications", "context", "tags", "force", "suppress_notifications", "__proto__", "unknown"
]
/** Of the right kind, and so past the decoder: what is wrong with them is for the domain to say. */
const plausible: Readonly<Record<string, ReadonlyArray<unknown>>> = {
  notifications: values.filter((value) => Array.isArray(value) && typeof value[0]?.type === "string"),
  state: ["active", "paused", "completed"],
  condition: values.filter((value) => typeof value === "string" && /price|not|\(/.test(value)),
  cadence: values.filter((value) => typeof value === "object" && value !== null && "deadline" in value),
  external_id: ["one", "'", "é".repeat(100)]
}
const raws: ReadonlyArray<string | Buffer> = [
  "", "{", "[]", "null", "0", "\"text\"", "{\"search_query\":1e999}", "{\"a\":1,}", "\ufeff{}", "{\"search_query\":\"\\u0000\"}",
  "{\"search_query\":\"x\",\"search_query\":\"y\"}", "[".repeat(50_000), "{\"a\":".repeat(20_000), " ".repeat(300_000),
  Buffer.from([0xff, 0xfe, 0x00]), "{\"search_query\":\"x\",\"context\":{\"n\":-1e999}}"
]
const queries = [
  "limit=1", "limit=-1", "limit=1e3", "limit=0x10", "limit=%00", "limit=1&limit=2", "limit[]=1", "page=1", "page=0",
  "page=1000000&limit=100", "page=1000001", "cursor=", "cursor=AA", "cursor=%F0%9F", "state=active", "state[]=active",
  "status=success", "status=%27", "notification_type=email", "notification_type=%00", "task_id=%00", "offset=1", "offset=1e9", "force=1", "force=maybe", "suppress_notifications=on", "__proto__=1", "&&&==", "%", "q=%zz"
]
const ids = [
  "%", "%2e%2e", "%00", "%c0%af", "0", "-1", "null", "[object Object]", "01900000-0000-7000-8000-000000000000",
  "ffffffff-ffff-ffff-ffff-ffffffffffff", "{01900000-0000-7000-8000-000000000000}", "x".repeat(3_000), "é", "a;b"
]
const headerSets: ReadonlyArray<Record<string, string>> = [
  {}, {}, {}, { accept: "application/problem+json" }, { "if-match": "\"1-x\"" }, { "if-match": ",,\"" }, { "if-none-match": "*" },
  { "if-match": `"${"9".repeat(40)}-x"` }, { "content-type": "text/plain" }, { "content-type": ";;;" }, { "content-type": "" },
  { authorization: "Bearer" }, { authorization: `Bearer ${"k".repeat(5_000)}` }, { authorization: "\u00ff" },
  { "x-request-id": "a".repeat(5_000) }, { host: "evil example\"" }, { "content-encoding": "gzip" }
]

const aBody = (choose: Chooser): CallOptions => {
  if (choose.chance(0.2)) return { raw: choose.pick(raws) }
  const wanted = Array.from({ length: choose.pick([0, 1, 1, 2, 5]) }, () => choose.pick(choose.chance(0.5) ? fields : Object.keys(plausible)))
  // Good half of the time, so that what comes after the first check is reached too.
  const good = (field: string) => choose.chance(0.5) ? choose.pick(plausible[field] ?? values) : choose.pick(values)
  const query = choose.chance(0.7) ? { search_query: "Is it there?" } : {}
  return { body: { ...query, ...Object.fromEntries(wanted.map((field) => [field, good(field)])) } }
}

/** Where most of the input is. */
const withBody = allRoutes.filter((route) => route.body !== null)

const documented = (route: AnyRoute): ReadonlySet<number> =>
  new Set([
    route.success.status,
    ...(route.conditional ? [304] : []),
    ...route.errors.map((tag) => errorCatalogue[tag].status)
  ])

/** Enough to meet every route with every part several times, and still two seconds. */
const REQUESTS = 1_500

/** Whatever is sent, over any storage: never a 5xx, always a status that the document names. */
export const hostileInputSuite = (name: string, storage: StorageLayer): void => {
  describe(`hostile input on ${name}`, () => {
    let server: TestServer
    let taskId: string
    beforeAll(async () => {
      server = await startTestServer(storage)
      taskId = (await server.alice("POST", "/api/v1/tasks", { body: { search_query: "x" } })).as(TaskBody).id
    })
    afterAll(() => server.stop())

    test(`${REQUESTS} generated requests are each answered with a documented status`, async () => {
      const seen = new Map<number, number>()
      for (let seed = 1; seed <= REQUESTS; seed++) {
        const choose = chooser(seed)
        const route = choose.pick(choose.chance(0.5) ? allRoutes : withBody)
        const path = route.path.replaceAll(/\{\w+\}/g, () => choose.chance(0.7) ? taskId : choose.pick(ids))
        const query = choose.chance(0.4) ? `?${choose.pick(queries)}` : ""
        const options: CallOptions = {
          ...(route.method === "GET" ? {} : aBody(choose)),
          headers: choose.pick(headerSets)
        }
        // The one task stays, so that later requests still find it.
        const caller = route.method === "DELETE" ? server.bob : choose.pick([server.alice, server.alice, server.bob, server.anybody])
        const answer = await caller(route.method, path + query, options)
        seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1)
        const told = `seed ${seed}: ${route.method} ${path}${query} ${JSON.stringify(options).slice(0, 300)} -> ${answer.text.slice(0, 300)}`
        expect(answer.status, told).toBeLessThan(500)
        // A parameter that holds a slash, dots, or nothing, makes it another address.
        if (answer.status !== 404 && answer.status !== 405) expect([...documented(route)], told).toContain(answer.status)
        if (answer.status >= 400 && route.method !== "GET") expect(answer.json(), told).toHaveProperty("detail")
      }
      // The requests are no use unless they get everywhere.
      for (const status of [200, 400, 401, 404, 413, 415, 422]) expect(seen.get(status) ?? 0, String(status)).toBeGreaterThan(0)
    })

    test("every text that can be stored comes back as it was sent", async () => {
      for (const text of texts.filter((text) => text.isWellFormed() && !text.includes("\0"))) {
        const body = { search_query: "x", context: { text, [text]: text } }
        const answer = await server.alice("POST", "/api/v1/tasks", { body })
        expect(answer.as(TaskBody).context).toEqual(body.context)
      }
    })
  })
}

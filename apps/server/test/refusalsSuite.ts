import * as DateTime from "effect/DateTime"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { callerOf } from "./callerOf.ts"
import { givenUser, type StorageLayer, startTestServer, type TestServer } from "./startTestServer.ts"

const tasks = "/api/v1/tasks"
const past = DateTime.makeUnsafe("2020-01-01T00:00:00.000Z")

/** What is answered when the answer is no, over any storage. */
export const refusalsSuite = (name: string, storage: StorageLayer): void => {
  describe(`refusals on ${name}`, () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startTestServer(storage)
      await server.run(givenUser(server.keyOf("revoked"), { revokedAt: past }))
      await server.run(givenUser(server.keyOf("expired"), { expiresAt: past }))
      await server.run(givenUser(server.keyOf("reader"), { scopes: ["read"] }))
    })
    afterAll(() => server.stop())

    const invalid = async (body: unknown, path = tasks) => {
      const answer = await server.alice("POST", path, { body })
      expect(answer.status, answer.text).toBe(422)
      return (answer.json() as { detail: ReadonlyArray<Record<string, unknown>> }).detail
    }

    describe("who asks", () => {
      test("no header is 401 in the seeds' words, with a challenge", async () => {
        for (const headers of [{}, { authorization: "Basic YTpi" }, { authorization: "" }]) {
          const answer = await server.anybody("GET", tasks, { headers })
          expect([answer.status, answer.json()]).toEqual([
            401,
            { detail: "Authorization header missing", code: "unauthorized" }
          ])
          expect(answer.headers["www-authenticate"]).toBe("Bearer")
        }
      })

      test.each(["unknown", "revoked", "expired"])("an %s key is 401, even where none is needed", async (whose) => {
        const call = callerOf(server.app, server.keyOf(whose))
        for (const path of [tasks, `${tasks}/01900000-0000-7000-8000-000000000000`]) {
          const answer = await call("GET", path)
          expect([answer.status, answer.json()]).toEqual([401, { detail: "Invalid API key", code: "unauthorized" }])
          expect(answer.headers["www-authenticate"]).toBe("Bearer")
        }
      })

      test("a key is asked for before anything is said about the request", async () => {
        expect((await server.anybody("POST", tasks, { raw: "{" })).status).toBe(401)
        expect((await server.anybody("GET", `${tasks}?limit=no`)).status).toBe(401)
      })

      test("a key that may only read is 403 where something is written", async () => {
        const reader = callerOf(server.app, server.keyOf("reader"))
        expect((await reader("GET", tasks)).status).toBe(200)
        const answer = await reader("POST", tasks, { body: { search_query: "x" } })
        expect([answer.status, answer.json()]).toMatchObject([403, { code: "scope_missing" }])
      })
    })

    describe("what is wrong with a request", () => {
      test("a missing field, in the seeds' words", async () => {
        expect(await invalid({})).toEqual([
          { loc: ["body", "search_query"], msg: "Field required", type: "missing", input: {} }
        ])
      })

      test.each([
        ["no body", { raw: "" }, { loc: ["body"], type: "missing" }],
        ["broken JSON", { raw: "{\"search_query\": " }, { loc: ["body"], type: "json_invalid" }],
        ["no UTF-8", { raw: Buffer.from([0x7b, 0xff, 0x7d]) }, { loc: ["body"], type: "json_invalid" }],
        ["an array", { raw: "[]" }, { loc: ["body"], type: "model_attributes_type" }],
        ["null", { raw: "null" }, { loc: ["body"], type: "model_attributes_type" }]
      ])("%s", async (_, options, violation) => {
        const answer = await server.alice("POST", tasks, options)
        expect([answer.status, answer.json()]).toMatchObject([422, { detail: [violation] }])
      })

      test.each([
        ["search_query", 5, "string_type", "Input should be a valid string"],
        ["search_query", "   ", "string_too_short", "String should have at least 1 character"],
        ["search_query", "x".repeat(2_001), "string_too_long", "String should have at most 2000 characters"],
        ["name", "x".repeat(201), "string_too_long", "String should have at most 200 characters"],
        ["condition_description", "x".repeat(2_001), "string_too_long", "String should have at most 2000 characters"],
        ["state", "completed", "enum", "Input should be 'active' or 'paused'"],
        ["state", 1, "enum", "Input should be 'active' or 'paused'"],
        ["run_immediately", "soon", "bool_type", "Input should be a valid boolean"],
        ["notifications", {}, "list_type", "Input should be a valid list"],
        ["tags", Array.from({ length: 21 }, () => "a"), "too_long", "List should have at most 20 items"],
        ["sources", Array.from({ length: 11 }, () => "https://a.example"), "too_long", "List should have at most 10 items"],
        ["context", { big: "x".repeat(33_000) }, "too_long", "Value should have at most 32768 bytes as JSON"],
        ["notify", "never", "enum", "Input should be 'once' or 'always'"]
      ])("%s: %o", async (field, value, type, msg) => {
        expect(await invalid({ search_query: "x", [field]: value })).toMatchObject([{ loc: ["body", field], type, msg }])
      })

      test.each([
        [{ tags: ["ok", "x".repeat(51)] }, ["body", "tags", 1], "string_too_long"],
        [{ sources: ["ftp://a.example"] }, ["body", "sources", 0], "url_parsing"],
        [{ sources: [`https://a.example/${"x".repeat(2_000)}`] }, ["body", "sources", 0], "url_too_long"],
        [{ notifications: [{}] }, ["body", "notifications", 0, "type"], "missing"],
        [{ notifications: ["email"] }, ["body", "notifications", 0], "model_attributes_type"],
        [{ cadence: { min_interval: 0 } }, ["body", "cadence", "min_interval"], "greater_than_equal"],
        [{ cadence: { min_interval: 1.5 } }, ["body", "cadence", "min_interval"], "int_from_float"],
        [{ cadence: { min_interval: 9, max_interval: 8 } }, ["body", "cadence"], "value_error"],
        [{ cadence: { deadline: "tomorrow" } }, ["body", "cadence", "deadline"], "datetime_parsing"],
        [{ cadence: { deadline: "-271821-04-20T00:00:00Z" } }, ["body", "cadence", "deadline"], "datetime_parsing"],
        [{ alerting: { threshold: 101 } }, ["body", "alerting", "threshold"], "less_than_equal"],
        [{ alerting: { sources_required: 0 } }, ["body", "alerting", "sources_required"], "greater_than_equal"],
        [{ alerting: { notify_on: "always" } }, ["body", "alerting", "notify_on"], "enum"],
        [{ alerting: { quiet_hours: { from: "24:00", to: "07:00", time_zone: "UTC" } } }, ["body", "alerting", "quiet_hours", "from"], "value_error"],
        [{ alerting: { quiet_hours: { from: "22:00", to: "07:00", time_zone: "Nowhere" } } }, ["body", "alerting", "quiet_hours", "time_zone"], "value_error"],
        [{ context: { a: "nul \0" } }, ["body", "context", "a"], "value_error"],
        [{ context: { "a\0": 1 } }, ["body", "context"], "value_error"],
        [{ name: "\ud800" }, ["body", "name"], "string_unicode"]
      ])("%j is told at %j", async (field, loc, type) => {
        expect(await invalid({ search_query: "x", ...field })).toContainEqual(expect.objectContaining({ loc, type }))
      })

      test("a query of 2000 characters beyond the basic plane fits: characters are counted, not code units", async () => {
        const body = { search_query: ` ${"😀".repeat(2_000)} ` }
        expect((await server.alice("POST", tasks, { body })).status).toBe(200)
      })

      test("a query that no database can hold is refused where it would be read, and ignored where not", async () => {
        for (const path of [`${tasks}?q=%00`, `${tasks}?tag=a%00b`, "/api/v1/public/tasks?q=%00&unknown=%00"]) {
          const answer = await server.alice("GET", path)
          expect([answer.status, answer.json()]).toMatchObject([422, { detail: [{ loc: ["query", expect.any(String)], type: "value_error" }] }])
        }
        expect((await server.alice("GET", `${tasks}?unknown=%00`)).status).toBe(200)
      })

      test("all parts are told at once", async () => {
        const answer = await server.alice("POST", `${tasks}/nonsense/execute?force=perhaps`, { body: { force: "yes" } })
        expect(answer.status).toBe(422)
        expect(answer.json()).toMatchObject({
          detail: [
            { loc: ["path", "task_id"], type: "uuid_parsing", input: "nonsense" },
            { loc: ["query", "force"], type: "bool_parsing" },
            { loc: ["body", "force"], type: "bool_type" }
          ]
        })
      })

      test("what only a running server can refuse is told with the rest: its channels, and what a condition says", async () => {
        const wrong = { name: 5, notifications: [{ type: "pigeon" }, { type: "webhook", url: "https://a.example" }, { type: "owl" }], condition: " price <" }
        for (const [method, path, before] of [
          ["POST", tasks, [["body", "search_query"]]],
          ["POST", `${tasks}/preview`, [["body", "search_query"]]],
          ["PATCH", `${tasks}/nonsense`, [["path", "task_id"]]]
        ] as const) {
          const answer = await server.alice(method, path, { body: wrong, headers: { "idempotency-key": "a b" } })
          expect([answer.status, answer.json()]).toMatchObject([422, {
            detail: [
              ...before.map((loc) => ({ loc })),
              { loc: ["body", "name"], type: "string_type" },
              { loc: ["body", "notifications", 0, "type"], type: "enum", input: "pigeon" },
              { loc: ["body", "notifications", 2, "type"], type: "enum", input: "owl" },
              { loc: ["body", "condition"], type: "value_error", ctx: { offset: expect.any(Number) } },
              ...(method === "POST" ? [{ loc: ["header", "idempotency-key"], type: "string_pattern_mismatch", input: "a b" }] : [])
            ]
          }])
        }
        const sends = await server.alice("GET", "/api/v1/notifications/sends?notification_type=pigeon&limit=0")
        expect(sends.json()).toMatchObject({ detail: [{ loc: ["query", "limit"] }, { loc: ["query", "notification_type"], type: "enum" }] })
        const channel = await server.alice("PUT", "/api/v1/notifications/channels/pigeon", { body: { enabled: "yes" } })
        expect(channel.json()).toMatchObject({ detail: [{ loc: ["body", "enabled"] }, { loc: ["path", "kind"], type: "enum" }] })
      })

      test.each([
        ["limit=0", "limit", "greater_than_equal"],
        ["limit=101", "limit", "less_than_equal"],
        ["limit=ten", "limit", "int_parsing"],
        ["limit=", "limit", "int_parsing"],
        ["limit=99999999999999999999999", "limit", "less_than_equal"],
        ["limit=-99999999999999999999999", "limit", "greater_than_equal"],
        ["state=sleeping", "state", "enum"],
        ["cursor=zzzz", "cursor", "value_error"]
      ])("the query %s", async (query, field, type) => {
        const answer = await server.alice("GET", `${tasks}?${query}`)
        expect([answer.status, answer.json()]).toMatchObject([422, { detail: [{ loc: ["query", field], type }] }])
      })

      test.each(["nonsense", "%zz", "%00", "%ff", "1%2F2", "x".repeat(500), "01900000-0000-7000-8000-00000000000g"])(
        "the path %s is not a UUID",
        async (id) => {
          const answer = await server.alice("GET", `${tasks}/${id}`)
          expect([answer.status, answer.json()]).toMatchObject([
            422,
            { detail: [{ loc: ["path", "task_id"], type: "uuid_parsing" }] }
          ])
        }
      )

      test("another media type is 415, a JSON dialect is not", async () => {
        const send = (type: string) =>
          server.alice("POST", tasks, { raw: "{\"search_query\":\"x\"}", headers: { "content-type": type } })
        for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
          expect((await send(type)).json()).toMatchObject({ code: "unsupported_media_type" })
        }
        expect((await send("application/merge-patch+json; charset=utf-8")).status).toBe(200)
      })

      test.each(["gzip", "br", "identity, gzip", "x-made-up"])("a body encoded as %s is 415: it is not decoded", async (coding) => {
        const answer = await server.alice("POST", tasks, {
          body: { search_query: "x" },
          headers: { "content-encoding": coding }
        })
        expect([answer.status, answer.json()]).toMatchObject([
          415,
          { code: "unsupported_media_type", detail: expect.stringContaining(coding) }
        ])
        expect(answer.headers["accept-encoding"]).toBe("identity")
      })

      test("a body encoded as identity is as it is", async () => {
        for (const coding of ["identity", "Identity", ""]) {
          const headers = { "content-encoding": coding }
          expect((await server.alice("POST", tasks, { body: { search_query: "x" }, headers })).status).toBe(200)
        }
      })

      test.each(["iso-8859-1", "utf-16", "\"windows-1252\"", "made-up"])("the charset %s is 415: JSON is UTF-8", async (charset) => {
        const headers = { "content-type": `application/json; charset=${charset}` }
        const answer = await server.alice("POST", tasks, { body: { search_query: "x" }, headers })
        expect([answer.status, answer.json()]).toMatchObject([415, { code: "unsupported_media_type" }])
      })

      test.each(["utf-8", "UTF-8", "\"utf-8\"", "utf8"])("the charset %s is the one there is", async (charset) => {
        const headers = { "content-type": `application/json;boundary=x; Charset=${charset}` }
        expect((await server.alice("POST", tasks, { body: { search_query: "x" }, headers })).status).toBe(200)
      })

      test("a body beyond 256 kB is 413", async () => {
        const answer = await server.alice("POST", tasks, { raw: " ".repeat(300_000) })
        expect([answer.status, answer.json()]).toMatchObject([413, { code: "body_too_large" }])
      })

      test.each([["in what is read", "context"], ["in what is ignored", "unknown"]])(
        "JSON without a bottom %s is no danger",
        async (_, field) => {
          const deep = "[".repeat(100_000) + "]".repeat(100_000)
          const known = await server.alice("POST", tasks, { raw: `{"search_query":"x","${field}":${deep}}` })
          expect(known.status).toBe(field === "context" ? 422 : 200)
          const unknown = await server.alice("POST", tasks, { raw: `{"${field}":${deep}}` })
          expect(unknown.status).toBe(422)
          expect((await server.alice("POST", tasks, { raw: deep })).status).toBe(422)
        }
      )

      test("a prototype in disguise is refused where it would be read", async () => {
        const raw = "{\"search_query\":\"x\",\"context\":{\"__proto__\":{\"polluted\":true}},\"__proto__\":{\"name\":\"p\"}}"
        expect((await server.alice("POST", tasks, { raw })).status).toBe(422)
        expect({}).not.toHaveProperty("polluted")
      })
    })

    describe("addresses", () => {
      test("an unknown one is 404, a known one with another method 405 with Allow", async () => {
        const none = await server.alice("GET", "/api/v1/nothing")
        expect([none.status, none.json()]).toEqual([404, { detail: "Not Found", code: "not_found" }])
        const put = await server.alice("PUT", tasks)
        expect([put.status, put.json()]).toEqual([405, { detail: "Method Not Allowed", code: "method_not_allowed" }])
        expect(put.headers["allow"]).toBe("GET, HEAD, POST")
      })

      test("HEAD answers as GET does, without the body", async () => {
        const answer = await server.alice("HEAD", tasks)
        expect([answer.status, answer.text]).toEqual([200, ""])
      })
    })

    test("problem+json, for who accepts it", async () => {
      const headers = { accept: "application/problem+json, application/json" }
      const missing = await server.alice("POST", tasks, { body: {}, headers })
      expect(missing.headers["content-type"]).toMatch(/^application\/problem\+json/)
      expect(missing.json()).toMatchObject({
        type: "about:blank",
        title: "Unprocessable Entity",
        status: 422,
        detail: "body.search_query: Field required",
        code: "validation_failed",
        errors: [{ loc: ["body", "search_query"], type: "missing" }]
      })
      const none = await server.alice("GET", "/nowhere", { headers })
      expect(none.json()).toMatchObject({ title: "Not Found", status: 404, detail: "Not Found", code: "not_found" })
    })

    test("all channels that cannot be used are named, each at its place for who accepts problem+json", async () => {
      const hook = { type: "webhook", url: "https://hooks.example/in" }
      const body = { search_query: "x", notifications: [{ ...hook, url: "http://hooks.example" }, hook, { type: "email" }] }
      const plain = await server.alice("POST", tasks, { body })
      expect([plain.status, plain.json()]).toMatchObject([400, { detail: expect.stringMatching(/HTTPS; .*same type.*; Email address required$/) }])
      const problem = await server.alice("POST", tasks, { body, headers: { accept: "application/problem+json" } })
      expect([problem.status, problem.json()]).toMatchObject([400, {
        code: "invalid_notification",
        errors: [0, 1, 2].map((index) => ({ loc: ["body", "notifications", index], type: "value_error" }))
      }])
    })

    test.each([
      "application/problem+json;q=0, application/json",
      "application/json, application/problem+json;q=0.5",
      "text/problem+json, application/x+application/problem+json"
    ])("JSON, for who would rather have it: %s", async (accept) => {
      const answer = await server.alice("GET", "/nowhere", { headers: { accept } })
      expect(answer.headers["content-type"]).toBe("application/json; charset=utf-8")
    })

    test.each(["APPLICATION/problem+JSON", "text/html, application/problem+json;q=0.1", "application/json;q=0.5, application/problem+json; q=0.8"])(
      "problem+json, for who would rather have that: %s",
      async (accept) => {
        const answer = await server.alice("GET", "/nowhere", { headers: { accept } })
        expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8")
      }
    )

    test("every answer names its request and may not be sniffed or framed", async () => {
      for (const [path, id] of [["/livez", "mine-1"], ["/nowhere", "mine-2"], [tasks, "not one\u00e9"]] as const) {
        const answer = await server.anybody("GET", path, { headers: { "x-request-id": id } })
        expect(answer.headers).toMatchObject({ "x-content-type-options": "nosniff", "x-frame-options": "DENY" })
        expect(answer.headers["x-request-id"]).toMatch(id.startsWith("mine") ? new RegExp(`^${id}$`) : /^[0-9a-f-]{36}$/)
        expect(answer.headers).not.toHaveProperty("x-powered-by")
      }
    })
  })
}

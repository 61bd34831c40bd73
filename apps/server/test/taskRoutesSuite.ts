import { type Task, type TaskId, TaskRepository } from "@vedette/domain"
import { TaskBody } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type StorageLayer, startTestServer, type TestServer } from "./startTestServer.ts"

const tasks = "/api/v1/tasks"
const Tasks = Schema.Array(TaskBody)
const minutes = (from: string, to: string | null) => (Date.parse(to ?? "") - Date.parse(from)) / 60_000
const hook = { type: "webhook", url: "https://hooks.example/in" }

/** The task routes, over any storage. */
export const taskRoutesSuite = (name: string, storage: StorageLayer): void => {
  describe(`task routes on ${name}`, () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startTestServer(storage)
    })
    afterAll(() => server.stop())

    const created = async (body: object = {}) =>
      (await server.alice("POST", tasks, { body: { search_query: "Is the kettle in stock?", ...body } })).as(TaskBody)

    const save = (id: string, changes: (task: Task) => Partial<Task>) =>
      server.run(Effect.gen(function*() {
        const repository = yield* TaskRepository
        const task = Option.getOrThrow(yield* repository.find(id as TaskId))
        yield* repository.save({ ...task, ...changes(task) })
      }))

    describe("create", () => {
      test("a query is enough: it is the condition, the task is active and looks in a minute", async () => {
        const task = await created()
        expect(task).toMatchObject({
          user_id: server.aliceId,
          name: "New Monitor",
          search_query: "Is the kettle in stock?",
          condition_description: "Is the kettle in stock?",
          state: "active",
          is_public: false,
          view_count: 0,
          subscriber_count: 0,
          forked_from_task_id: null,
          last_known_state: null,
          last_execution_id: null,
          last_execution: null,
          notifications: [],
          notification_email: null,
          webhook_url: null,
          immediate_execution_error: null,
          notify: "once",
          cadence: null,
          alerting: { threshold: null, sources_required: 1, notify_on: "met", quiet_hours: null },
          context: null,
          external_id: null,
          tags: [],
          sources: [],
          updated_at: null,
          health: { status: "healthy", consecutive_failures: 0, last_success_at: null, reason: null }
        })
        expect(task).not.toHaveProperty("webhook_secret")
        expect(task.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
        expect(minutes(task.created_at, task.next_run)).toBeCloseTo(1, 1)
      })

      test("every field that is given is kept", async () => {
        const given = {
          name: "Kettle",
          condition_description: "it is sold",
          state: "paused",
          notify: "always",
          sources: ["https://shop.example/kettle"],
          tags: ["home"],
          cadence: { min_interval: 3600, max_interval: null, deadline: "2030-01-01T00:00:00.000Z" },
          alerting: {
            threshold: 85,
            sources_required: 2,
            notify_on: "new_evidence",
            quiet_hours: { from: "22:30", to: "07:00", time_zone: "Europe/Berlin" }
          },
          context: { order: [1, "two", null] },
          external_id: `given-${name}`
        }
        const task = await created(given)
        expect(task).toMatchObject({ ...given, next_run: null })
        expect((await server.alice("GET", `${tasks}/${task.id}`)).as(TaskBody)).toMatchObject(given)
      })

      test("what is to be told can be changed, and taken back", async () => {
        const task = await created({ alerting: { threshold: 90 } })
        expect(task.alerting).toMatchObject({ threshold: 90, sources_required: 1 })
        const plain = (await server.alice("PATCH", `${tasks}/${task.id}`, { body: { alerting: null } })).as(TaskBody)
        expect(plain.alerting).toMatchObject({ threshold: null, notify_on: "met" })
      })

      test("a typed condition comes back in its one form", async () => {
        const task = await created({ condition: "price(\"https://shop.example/kettle\")<50" })
        expect(task.condition).toBe("price(\"https://shop.example/kettle\") < 50")
      })

      test("a condition that does not parse is 422 at its field", async () => {
        const answer = await server.alice("POST", tasks, { body: { search_query: "x", condition: "price(((" } })
        expect(answer.status).toBe(422)
        expect(answer.json()).toMatchObject({ detail: [{ loc: ["body", "condition"], type: "value_error" }] })
      })

      test("run_immediately is due now, and the execution is there", async () => {
        const task = await created({ run_immediately: true })
        expect(minutes(task.created_at, task.next_run)).toBeLessThan(0.5)
        const executions = await server.alice("GET", `${tasks}/${task.id}/executions`)
        expect(executions.json()).toMatchObject([{ task_id: task.id, status: "pending" }])
      })

      test("two tasks may share a name", async () => {
        const [one, other] = [await created({ name: "Same" }), await created({ name: "Same" })]
        expect(one.id).not.toBe(other.id)
      })

      test("an external_id the owner already uses updates that task; another owner's is another task", async () => {
        const body = { search_query: "one", external_id: `upsert-${name}` }
        const first = (await server.alice("POST", tasks, { body })).as(TaskBody)
        const second = (await server.alice("POST", tasks, { body: { ...body, search_query: "two" } })).as(TaskBody)
        const other = (await server.bob("POST", tasks, { body })).as(TaskBody)
        expect(second).toMatchObject({ id: first.id, search_query: "two" })
        expect(other.id).not.toBe(first.id)
      })

      test("an external_id's task is updated by the rules of an update", async () => {
        const body = { search_query: "one", external_id: `done-${name}` }
        const { id } = (await server.alice("POST", tasks, { body })).as(TaskBody)
        await server.alice("PUT", `${tasks}/${id}`, { body: { state: "completed" } })
        const answer = await server.alice("POST", tasks, { body: { ...body, search_query: "two", state: "paused" } })
        expect([answer.status, answer.json()]).toMatchObject([400, { code: "invalid_transition" }])
        expect((await server.alice("GET", `${tasks}/${id}`)).as(TaskBody).search_query).toBe("one")
      })

      test("many creates with one external_id at once make one task", async () => {
        const body = { search_query: "one", external_id: `race-${name}` }
        const answers = await Promise.all(Array.from({ length: 10 }, () => server.alice("POST", tasks, { body })))
        expect(new Set(answers.map((answer) => answer.as(TaskBody).id)).size).toBe(1)
      })

      test("unknown fields are ignored", async () => {
        expect(await created({ schedule: "0 9 * * *", view_count: 7, id: 4 })).toMatchObject({ view_count: 0 })
      })
    })

    describe("notifications", () => {
      test("both channels are shown to the owner as they were checked, and in the flat fields", async () => {
        const task = await created({ notifications: [{ type: "email", address: "me@example.com" }, hook] })
        expect(task.notifications).toEqual([
          { type: "email", address: "me@example.com" },
          { type: "webhook", url: "https://hooks.example/in", method: "POST", headers: {} }
        ])
        expect(task).toMatchObject({ notification_email: "me@example.com", webhook_url: "https://hooks.example/in" })
      })

      test("one that was switched off says why, to its owner alone, until it is named again", async () => {
        const task = await created({ notifications: [hook] })
        const gone = { disabledReason: "The receiver answered 410" }
        await save(task.id, ({ channels }) => ({ isPublic: true, channels: channels.map((channel) => ({ ...channel, ...gone })) }))
        const off = (await server.alice("GET", `${tasks}/${task.id}`)).as(TaskBody)
        expect(off.notifications).toEqual([{ ...task.notifications[0], disabled_reason: gone.disabledReason }])
        expect((await server.bob("GET", `${tasks}/${task.id}`)).text).not.toContain("410")
        const on = await server.alice("PUT", `${tasks}/${task.id}`, { body: { notifications: off.notifications } })
        expect(on.as(TaskBody).notifications).toEqual(task.notifications)
      })

      test("a webhook's secret is in the answer of the create call and nowhere else", async () => {
        const answer = await server.alice("POST", tasks, { body: { search_query: "x", notifications: [hook] } })
        const task = answer.as(TaskBody)
        expect(task.webhook_secret).toMatch(/^whsec_/)
        expect(answer.headers["cache-control"]).toBe("no-store")
        const read = await server.alice("GET", `${tasks}/${task.id}`)
        expect(read.text).not.toContain("whsec_")
        expect(read.headers["etag"]).toBe(answer.headers["etag"])
        const same = (await server.alice("PUT", `${tasks}/${task.id}`, { body: { notifications: [hook] } })).as(TaskBody)
        expect(same).not.toHaveProperty("webhook_secret")
        const moved = { notifications: [{ ...hook, url: "https://other.example/in" }] }
        const elsewhere = await server.alice("PUT", `${tasks}/${task.id}`, { body: moved })
        expect(elsewhere.text, "an update's secret is had by rotating it").not.toContain("whsec_")
      })

      test("rotation answers a new secret; without a webhook it is 404", async () => {
        const task = await created({ notifications: [hook] })
        const rotated = await server.alice("POST", `${tasks}/${task.id}/webhook-secret/rotate`)
        expect(rotated.json()).toEqual({ secret: expect.stringMatching(/^whsec_/) })
        expect(rotated.json()).not.toEqual({ secret: task.webhook_secret })
        const none = await created()
        const refused = await server.alice("POST", `${tasks}/${none.id}/webhook-secret/rotate`)
        expect([refused.status, refused.json()]).toMatchObject([404, { code: "no_such_channel" }])
        expect((await server.bob("POST", `${tasks}/${task.id}/webhook-secret/rotate`)).status).toBe(404)
      })

      test.each([
        ["two of one type", [hook, { ...hook, url: "https://other.example" }], /same type/],
        ["an email without an address", [{ type: "email" }], /^Invalid notification: /],
        ["plain http", [{ type: "webhook", url: "http://hooks.example" }], /HTTPS/],
        ["loopback", [{ type: "webhook", url: "https://127.0.0.1/in" }], /^Invalid notification: /],
        ["link-local", [{ type: "webhook", url: "https://169.254.169.254/" }], /^Invalid notification: /],
        ["mapped loopback", [{ type: "webhook", url: "https://[::ffff:127.0.0.1]/" }], /^Invalid notification: /]
      ])("%s is 400", async (_, notifications, words) => {
        const answer = await server.alice("POST", tasks, { body: { search_query: "x", notifications } })
        expect([answer.status, answer.json()]).toMatchObject([400, { code: "invalid_notification" }])
        expect(answer.json()).toMatchObject({ detail: expect.stringMatching(words) })
      })

      test("an unknown type is 422 at its place", async () => {
        const notifications = [hook, { type: "pigeon" }]
        const answer = await server.alice("POST", tasks, { body: { search_query: "x", notifications } })
        expect(answer.status).toBe(422)
        expect(answer.json()).toMatchObject({
          detail: [{ loc: ["body", "notifications", 1, "type"], type: "enum", input: "pigeon" }]
        })
      })
    })

    describe("read", () => {
      test("the list is the caller's own, newest first, a bare array, counted", async () => {
        const [first, second] = [await created(), await created({ state: "paused" })]
        const answer = await server.alice("GET", tasks)
        const ids = answer.as(Tasks).map(({ id }) => id)
        expect(ids.slice(0, 2)).toEqual([second.id, first.id])
        expect(answer.headers["x-total-count"]).toBe(String(ids.length))
        expect((await server.bob("GET", tasks)).as(Tasks).map(({ id }) => id)).not.toContain(first.id)
        const paused = (await server.alice("GET", `${tasks}?state=paused`)).as(Tasks)
        expect(new Set(paused.map(({ state }) => state))).toEqual(new Set(["paused"]))
      })

      test("pages are walked by their links, and meet every task once", async () => {
        const all = (await server.alice("GET", tasks)).as(Tasks).map(({ id }) => id)
        const seen: Array<string> = []
        let next: string | undefined = `${tasks}?limit=2`
        for (let pages = 0; next !== undefined && pages < 50; pages++) {
          const page = await server.alice("GET", next)
          seen.push(...page.as(Tasks).map(({ id }) => id))
          const link: string | undefined = /^<([^>]+)>; rel="next"$/.exec(page.headers["link"] ?? "")?.[1]
          next = link === undefined ? undefined : link.replace(/^https?:\/\/[^/]+/, "")
        }
        expect(seen).toEqual(all)
      })

      test("somebody else's private task is 404 in the same words as none", async () => {
        const { id } = await created()
        const none = "01900000-0000-7000-8000-000000000000"
        for (const answer of [
          await server.bob("GET", `${tasks}/${id}`),
          await server.anybody("GET", `${tasks}/${id}`),
          await server.alice("GET", `${tasks}/${none}`)
        ]) {
          expect([answer.status, answer.json()]).toEqual([404, { detail: "Task not found", code: "task_not_found" }])
        }
      })

      test("a public task shows nothing of its owner", async () => {
        const task = await created({
          notifications: [hook, { type: "email", address: "secret@example.com" }],
          context: { note: "for my eyes" },
          external_id: `public-${name}`,
          tags: ["private-tag"]
        })
        await save(task.id, () => ({ isPublic: true }))
        for (const reader of [server.bob, server.anybody]) {
          const answer = await reader("GET", `${tasks}/${task.id}`)
          expect(answer.as(TaskBody)).toMatchObject({ id: task.id, notifications: [], context: null, is_public: true })
          for (const hidden of [server.aliceId, "hooks.example", "secret@", "for my eyes", `public-${name}`, "private-tag"]) {
            expect(answer.text).not.toContain(hidden)
          }
        }
        expect((await server.bob("PUT", `${tasks}/${task.id}`, { body: { name: "mine" } })).status).toBe(404)
        expect((await server.alice("GET", `${tasks}/${task.id}`)).as(TaskBody).context).toEqual({ note: "for my eyes" })
      })

      test("an id in capitals and a slash at the end find the same task", async () => {
        const { id } = await created()
        const answer = await server.alice("GET", `${tasks}/${id.toUpperCase()}/`)
        expect(answer.as(TaskBody).id).toBe(id)
        expect((await server.alice("GET", `${tasks}/`)).as(Tasks).length).toBeGreaterThan(0)
        expect((await server.alice("POST", `${tasks}/`, { body: { search_query: "x" } })).status).toBe(200)
      })
    })

    describe("update", () => {
      test.each(["PUT", "PATCH"] as const)("%s changes what is given and nothing else", async (method) => {
        const task = await created({ name: "Before", tags: ["a"], context: { a: 1 } })
        const after = (await server.alice(method, `${tasks}/${task.id}`, { body: { name: "After" } })).as(TaskBody)
        expect(after).toEqual({ ...task, name: "After", updated_at: after.updated_at })
        expect(after.updated_at).not.toBeNull()
      })

      test("{} changes nothing, its entity tag included", async () => {
        const task = await created()
        const before = await server.alice("GET", `${tasks}/${task.id}`)
        const same = await server.alice("PUT", `${tasks}/${task.id}`, { body: {} })
        expect(same.text).toBe(before.text)
        expect(same.headers["etag"]).toBe(before.headers["etag"])
      })

      test.each(["name", "search_query", "condition_description", "state", "notifications", "tags", "sources", "notify"])(
        "null for %s is 422",
        async (field) => {
          const { id } = await created()
          const answer = await server.alice("PUT", `${tasks}/${id}`, { body: { [field]: null } })
          expect(answer.status).toBe(422)
          expect(answer.json()).toMatchObject({ detail: [{ loc: ["body", field], input: null }] })
        }
      )

      test("null takes context, cadence and condition away", async () => {
        const task = await created({ context: { a: 1 }, cadence: { min_interval: 60 } })
        const body = { context: null, cadence: null, condition: null }
        const after = (await server.alice("PATCH", `${tasks}/${task.id}`, { body })).as(TaskBody)
        expect(after).toMatchObject({ context: null, cadence: null, condition: null })
      })

      test("every transition of the table, and none beside it", async () => {
        const { id } = await created()
        const to = (state: string) => server.alice("PUT", `${tasks}/${id}`, { body: { state } })
        const paused = (await to("paused")).as(TaskBody)
        expect(paused).toMatchObject({ state: "paused", next_run: null })
        const refused = await to("completed")
        expect([refused.status, refused.json()]).toEqual([
          400,
          { detail: "Invalid state transition: paused -> completed", code: "invalid_transition" }
        ])
        expect((await to("paused")).as(TaskBody).state_changed_at).toBe(paused.state_changed_at)
        expect((await to("active")).as(TaskBody).next_run).not.toBeNull()
        expect((await to("completed")).as(TaskBody)).toMatchObject({ state: "completed", next_run: null })
        expect((await to("paused")).status).toBe(400)
        expect((await to("active")).as(TaskBody).next_run).not.toBeNull()
      })

      test.each(["PUT", "PATCH"] as const)("%s: whatever of it is refused leaves every field as it was", async (method) => {
        const task = await created({ state: "paused", name: "Before" })
        const before = await server.alice("GET", `${tasks}/${task.id}`)
        for (
          const [status, bad] of [
            [400, { state: "completed" }],
            [400, { notifications: [{ type: "email" }] }],
            [422, { notifications: [{ type: "pigeon" }] }],
            [422, { condition: "price(((" }]
          ] as const
        ) {
          const answer = await server.alice(method, `${tasks}/${task.id}`, { body: { name: "After", ...bad } })
          expect([bad, answer.status]).toEqual([bad, status])
        }
        expect((await server.alice("GET", `${tasks}/${task.id}`)).text).toBe(before.text)
      })

      test.each(["PUT", "PATCH"] as const)("If-Match on %s: the version read is accepted once, an older one is 412", async (method) => {
        const { id } = await created()
        const etag = (await server.alice("GET", `${tasks}/${id}`)).headers["etag"] ?? ""
        const put = (ifMatch: string, name: string) =>
          server.alice(method, `${tasks}/${id}`, { body: { name }, headers: { "if-match": ifMatch } })
        expect((await put(etag, "one")).status).toBe(200)
        const stale = await put(etag, "two")
        expect([stale.status, stale.json()]).toMatchObject([412, { code: "precondition_failed" }])
        expect((await put("\"nonsense\"", "three")).status).toBe(412)
        const patch = { body: { name: "three" }, headers: { "if-match": etag } }
        expect((await server.alice("PATCH", `${tasks}/${id}`, patch)).status).toBe(412)
        expect((await put("*", "four")).as(TaskBody).name).toBe("four")
        const now = (await server.alice("GET", `${tasks}/${id}`)).headers["etag"] ?? ""
        expect((await put(`${etag}, ${now}`, "five")).as(TaskBody).name).toBe("five")
      })

      test("If-Match compares strongly: a weak tag matches nothing, not even the version it names", async () => {
        const { id } = await created()
        const etag = (await server.alice("GET", `${tasks}/${id}`)).headers["etag"] ?? ""
        const put = (ifMatch: string) =>
          server.alice("PUT", `${tasks}/${id}`, { body: { name: "weak" }, headers: { "if-match": ifMatch } })
        const weak = await put(`W/${etag}`)
        expect([weak.status, weak.json()]).toMatchObject([412, { code: "precondition_failed" }])
        expect((await put(`W/${etag}, ${etag}`)).status).toBe(200)
      })

      test("If-None-Match: unchanged is 304 without a body, changed is 200", async () => {
        const { id } = await created()
        const etag = (await server.alice("GET", `${tasks}/${id}`)).headers["etag"] ?? ""
        const read = () => server.alice("GET", `${tasks}/${id}`, { headers: { "if-none-match": `W/${etag}` } })
        const unchanged = await read()
        expect([unchanged.status, unchanged.text, unchanged.headers["etag"]]).toEqual([304, "", etag])
        await server.alice("PUT", `${tasks}/${id}`, { body: { name: "changed" } })
        expect((await read()).status).toBe(200)
      })
    })

    test("deleting is 204, and then it is gone", async () => {
      const { id } = await created({ run_immediately: true })
      expect((await server.bob("DELETE", `${tasks}/${id}`)).status).toBe(404)
      const gone = await server.alice("DELETE", `${tasks}/${id}`)
      expect([gone.status, gone.text]).toEqual([204, ""])
      expect((await server.alice("DELETE", `${tasks}/${id}`)).status).toBe(404)
      expect((await server.alice("GET", `${tasks}/${id}`)).status).toBe(404)
      expect((await server.alice("GET", `${tasks}/${id}/executions`)).status).toBe(404)
    })
  })
}

import { ExecutionBody, FeedItemBody, PublicTasksBody, TaskBody } from "@vedette/http-contract"
import * as Schema from "effect/Schema"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { callerOf } from "./callerOf.ts"
import { failing, runOnce, saying } from "./runOnce.ts"
import { givenUser, type StorageLayer, startTestServer, type TestServer } from "./startTestServer.ts"

const tasks = "/api/v1/tasks"
const publicTasks = "/api/v1/public/tasks"
const none = "01900000-0000-7000-8000-000000000000"
const Tasks = Schema.Array(TaskBody)
const FeedItems = Schema.Array(FeedItemBody)
const fifty = Array.from({ length: 50 }, (_, i) => i)
const hook = { type: "webhook", url: "https://hooks.example/in" }

/** What is shared with others: visibility, forks, views, public lists and feeds, over any storage. */
export const publicRoutesSuite = (name: string, storage: StorageLayer): void => {
  describe(`public routes on ${name}`, () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startTestServer(storage)
    })
    afterAll(() => server.stop())

    const created = async (body: object = {}) =>
      (await server.alice("POST", tasks, { body: { search_query: "Is the kettle in stock?", state: "paused", notify: "always", ...body } }))
        .as(TaskBody)
    const show = async (id: string, is_public = true) => server.alice("PATCH", `${tasks}/${id}/visibility`, { body: { is_public } })
    const shown = async (body: object = {}) => {
      const task = await created(body)
      await show(task.id)
      return task
    }
    const read = async (id: string) => (await server.alice("GET", `${tasks}/${id}`)).as(TaskBody)
    const fork = (id: string, body?: unknown, by = server.bob) =>
      by("POST", `${tasks}/${id}/fork`, body === undefined ? {} : { body })

    describe("visibility", () => {
      test("is answered as it was asked for, and setting it twice changes nothing", async () => {
        const { id } = await created()
        expect((await server.anybody("GET", `${tasks}/${id}`)).status).toBe(404)
        const answer = await show(id)
        expect([answer.status, answer.json()]).toEqual([200, { is_public: true }])
        expect((await server.anybody("GET", `${tasks}/${id}`)).status).toBe(200)
        const before = await server.alice("GET", `${tasks}/${id}`)
        expect((await show(id)).status).toBe(200)
        expect((await server.alice("GET", `${tasks}/${id}`)).headers["etag"]).toBe(before.headers["etag"])
        expect((await show(id, false)).json()).toEqual({ is_public: false })
        expect((await server.anybody("GET", `${tasks}/${id}`)).status).toBe(404)
      })

      test("is the owner's to set, and nobody's without a word", async () => {
        const { id } = await shown()
        const stranger = await server.bob("PATCH", `${tasks}/${id}/visibility`, { body: { is_public: false } })
        expect([stranger.status, stranger.json()]).toMatchObject([404, { detail: "Task not found" }])
        const missing = await server.alice("PATCH", `${tasks}/${id}/visibility`, { body: {} })
        expect([missing.status, missing.json()]).toMatchObject([
          422,
          { detail: [{ loc: ["body", "is_public"], type: "missing" }] }
        ])
        const wrong = await server.alice("PATCH", `${tasks}/${id}/visibility`, { body: { is_public: "yes" } })
        expect([wrong.status, wrong.json()]).toMatchObject([422, { detail: [{ type: "bool_type" }] }])
        expect((await server.anybody("PATCH", `${tasks}/${id}/visibility`, { body: { is_public: true } })).status).toBe(401)
      })
    })

    describe("fork", () => {
      const rich = {
        name: "Kettle",
        condition: "price(\"https://shop.example/kettle\") < 50",
        condition_description: "it is cheap",
        sources: ["https://shop.example/kettle"],
        cadence: { min_interval: 3600 },
        notifications: [hook, { type: "email", address: "alice@example.com" }],
        context: { mine: true },
        tags: ["mine"]
      }

      test("another's task: the question goes along and nothing else, with or without a body", async () => {
        const source = await shown(rich)
        await runOnce(server, source.id, saying("It is."))
        for (const body of [undefined, {}, { name: null }]) {
          const mine = (await fork(source.id, body)).as(TaskBody)
          expect(mine).toMatchObject({
            search_query: source.search_query,
            condition_description: source.condition_description,
            condition: source.condition,
            sources: source.sources,
            cadence: source.cadence,
            notify: source.notify,
            state: "paused",
            next_run: null,
            is_public: false,
            forked_from_task_id: source.id,
            notifications: [],
            context: null,
            external_id: null,
            tags: [],
            last_known_state: null,
            last_execution: null,
            view_count: 0,
            subscriber_count: 0
          })
          expect(mine.user_id).not.toBe(source.user_id)
        }
      })

      test("one's own, private as it may be: channels go along, and nobody subscribed", async () => {
        const source = await created(rich)
        const copy = (await fork(source.id, undefined, server.alice)).as(TaskBody)
        expect(copy).toMatchObject({ notifications: source.notifications, context: { mine: true }, tags: ["mine"] })
        expect(copy).not.toHaveProperty("webhook_secret")
        expect((await read(source.id)).subscriber_count).toBe(0)
      })

      test("the default names are (Copy), (Copy 2), (Copy 3), and then 409", async () => {
        const source = await shown({ name: "Tea" })
        const names: Array<string> = []
        for (const _ of [1, 2, 3]) names.push((await fork(source.id)).as(TaskBody).name)
        expect(names).toEqual(["Tea (Copy)", "Tea (Copy 2)", "Tea (Copy 3)"])
        const refused = await fork(source.id)
        expect([refused.status, refused.json()]).toMatchObject([
          409,
          { code: "name_taken", detail: expect.stringContaining("Tea (Copy 3)") }
        ])
      })

      test("a name asked for is tried three ways, and then 409", async () => {
        const source = await shown()
        const names: Array<string> = []
        for (const _ of [1, 2, 3]) names.push((await fork(source.id, { name: " Mine " })).as(TaskBody).name)
        expect(names).toEqual(["Mine", "Mine (Copy)", "Mine (Copy 2)"])
        expect((await fork(source.id, { name: "Mine" })).json()).toMatchObject({ code: "name_taken" })
      })

      test("the name of a copy is as long as a name may be", async () => {
        const source = await shown({ name: "😀".repeat(200) })
        expect((await fork(source.id)).as(TaskBody).name).toBe(`${"😀".repeat(193)} (Copy)`)
      })

      test("another's private task, and none, are 404; a bad name is 422; without a key it is 401", async () => {
        const { id } = await created()
        for (const hidden of [id, none]) {
          const answer = await fork(hidden)
          expect([answer.status, answer.json()]).toMatchObject([404, { detail: "Task not found" }])
        }
        await show(id)
        expect((await fork(id, { name: "x".repeat(201) })).status).toBe(422)
        expect((await fork(id, undefined, server.anybody)).status).toBe(401)
      })

      test("fifty forks of one user at once: one subscriber, three forks, no name twice", async () => {
        const source = await shown({ name: "Race" })
        const answers = await Promise.all(fifty.map(() => fork(source.id)))
        const names = answers.filter(({ status }) => status === 200).map((answer) => answer.as(TaskBody).name)
        expect(names.sort()).toEqual(["Race (Copy 2)", "Race (Copy 3)", "Race (Copy)"])
        expect(answers.filter(({ status }) => status === 409)).toHaveLength(47)
        expect((await read(source.id)).subscriber_count).toBe(1)
      })

      test("fifty users at once: fifty subscribers", async () => {
        const source = await shown()
        await Promise.all(fifty.map((n) => server.run(givenUser(server.keyOf(`forker-${n}`)))))
        const answers = await Promise.all(fifty.map((n) => fork(source.id, {}, callerOf(server.app, server.keyOf(`forker-${n}`)))))
        expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
        expect((await read(source.id)).subscriber_count).toBe(50)
      })
    })

    describe("views", () => {
      test("one per reader and day, by user or by browser; the owner's are none, and nor are lists and feeds", async () => {
        const { id } = await shown()
        const view = (from: string, userAgent: string, path = `${tasks}/${id}`) =>
          server.app.inject({ url: path, remoteAddress: from, headers: { "user-agent": userAgent } })
        expect((await server.bob("GET", `${tasks}/${id}`)).as(TaskBody).view_count).toBe(1)
        await server.bob("GET", `${publicTasks}/id/${id}`)
        await server.alice("GET", `${tasks}/${id}`)
        await view("192.0.2.1", "Firefox")
        await view("192.0.2.1", "Firefox")
        await view("192.0.2.1", "Safari", `${publicTasks}/id/${id}`)
        await view("2001:db8::1", "Firefox")
        for (const path of [publicTasks, `${tasks}/${id}/executions`, `/tasks/${id}/rss`]) await view("192.0.2.9", "Bot", path)
        expect((await read(id)).view_count).toBe(4)
      })

      test("fifty at once of one reader are one, and of fifty readers fifty", async () => {
        const { id } = await shown()
        const view = (from: string) => server.app.inject({ url: `${tasks}/${id}`, remoteAddress: from })
        await Promise.all(fifty.map(() => view("192.0.2.1")))
        expect((await read(id)).view_count).toBe(1)
        await Promise.all(fifty.map((n) => view(`198.51.100.${n}`)))
        expect((await read(id)).view_count).toBe(51)
      })

      test("a private task is not counted, and its owner's copy of it stays good", async () => {
        const { id } = await shown()
        const etag = (await server.alice("GET", `${tasks}/${id}`)).headers["etag"] ?? ""
        await server.bob("GET", `${tasks}/${id}`)
        const put = await server.alice("PUT", `${tasks}/${id}`, { body: { name: "x" }, headers: { "if-match": etag } })
        expect(put.status, "a view is no edit").toBe(200)
        await show(id, false)
        expect((await server.anybody("GET", `${tasks}/${id}`)).status).toBe(404)
        expect((await read(id)).view_count).toBe(1)
      })
    })

    describe("public tasks", () => {
      test("a page of them, recent or popular, found by text, each as its reader may see it", async () => {
        const word = `word-${name.replaceAll(" ", "-")}`
        const first = await shown({ name: word, notifications: [hook] })
        const second = await shown({ search_query: `the ${word.toUpperCase()}` })
        await created({ name: word })
        await server.bob("GET", `${tasks}/${first.id}`)
        const list = async (query: string, by = server.anybody) => (await by("GET", `${publicTasks}?q=${word}${query}`)).as(PublicTasksBody)
        const recent = await list("")
        expect(recent).toMatchObject({ total: 2, offset: 0, limit: 20 })
        expect(recent.tasks.map(({ id }) => id)).toEqual([second.id, first.id])
        expect(recent.tasks.map((task) => [task.user_id, task.notifications])).toEqual([[undefined, []], [undefined, []]])
        expect((await list("&sort_by=popular")).tasks.map(({ id }) => id)).toEqual([first.id, second.id])
        expect(await list("&offset=1&limit=1")).toMatchObject({ tasks: [{ id: first.id }], total: 2, offset: 1, limit: 1 })
        expect(await list("&offset=9")).toMatchObject({ tasks: [], total: 2 })
        const own = await list("&offset=1", server.alice)
        expect(own.tasks[0]).toMatchObject({ user_id: server.aliceId, webhook_url: hook.url })
      })

      test.each([
        ["sort_by=best", "sort_by", "enum"],
        ["limit=0", "limit", "greater_than_equal"],
        ["limit=101", "limit", "less_than_equal"],
        ["offset=-1", "offset", "greater_than_equal"],
        ["q=", "q", "string_too_short"]
      ])("%s is 422", async (query, field, type) => {
        const answer = await server.anybody("GET", `${publicTasks}?${query}`)
        expect([answer.status, answer.json()]).toMatchObject([422, { detail: [{ loc: ["query", field], type }] }])
      })

      test("one of them is the same under both addresses; a wrong key is 401", async () => {
        const { id } = await shown()
        const [one, other] = [await server.bob("GET", `${tasks}/${id}`), await server.bob("GET", `${publicTasks}/id/${id}`)]
        expect([other.text, other.headers["etag"]]).toEqual([one.text, one.headers["etag"]])
        expect((await server.alice("GET", `${publicTasks}/id/${(await created()).id}`)).status).toBe(200)
        expect((await server.anybody("GET", `${publicTasks}/id/${none}`)).json()).toMatchObject({ detail: "Task not found" })
        expect((await server.anybody("GET", `${publicTasks}/id/nonsense`)).status).toBe(422)
        expect((await callerOf(server.app, "sk_wrong")("GET", publicTasks)).status).toBe(401)
      })
    })

    describe("what was told", () => {
      test("one's own feed is every alert of all one's tasks, newest first, page by page", async () => {
        const [hidden, open] = [await created({ name: "Hidden" }), await shown({ name: "Open" })]
        await runOnce(server, hidden.id, saying("One."))
        await runOnce(server, open.id, saying("Two."))
        await runOnce(server, open.id, failing("The page is gone."))
        const page = await server.alice("GET", `${tasks}/feed?limit=2`)
        const items = page.as(FeedItems)
        expect(items.map((item) => [item.notification, item.task_name, item.task_is_public, item.task_user_id])).toEqual([
          ["Two.", "Open", true, server.aliceId],
          ["One.", "Hidden", false, server.aliceId]
        ])
        const next = /<[a-z]+:\/\/[^/]+([^>]+)>; rel="next"/.exec(page.headers["link"] ?? "")?.[1]
        if (next !== undefined) {
          const rest = (await server.alice("GET", next)).as(FeedItems)
          expect(rest.map(({ id }) => id)).not.toContain(items[1]?.id)
        }
        expect((await server.bob("GET", `${tasks}/feed`)).as(FeedItems)).toEqual([])
        expect((await server.anybody("GET", `${tasks}/feed`)).status).toBe(401)
        expect((await server.alice("GET", `${tasks}/feed?limit=101`)).status).toBe(422)
      })

      test("the public feed is that of public tasks, without their owners, whoever asks", async () => {
        const [hidden, open] = [await created(), await shown()]
        await runOnce(server, hidden.id, saying("A secret."))
        await runOnce(server, open.id, saying("For everybody."))
        for (const reader of [server.anybody, server.bob, server.alice]) {
          const answer = await reader("GET", "/api/v1/public/feed?limit=1")
          const [item] = answer.as(FeedItems)
          expect(item).toMatchObject({ notification: "For everybody.", task_id: open.id, error_message: null })
          expect(answer.text).not.toContain(server.aliceId)
        }
        expect((await server.anybody("GET", "/api/v1/public/feed?limit=0")).status).toBe(422)
        await show(open.id, false)
        expect((await server.anybody("GET", "/api/v1/public/feed")).text).not.toContain("For everybody.")
      })
    })

    test("the list's filters: text, tag, health and state, alone and together", async () => {
      const word = `filter-${name.replaceAll(" ", "-")}`
      const one = await created({ name: word, tags: ["home"], state: "active" })
      const other = await created({ condition_description: `a ${word} comes`, tags: ["work"] })
      const ids = async (query: string) => (await server.alice("GET", `${tasks}?${query}`)).as(Tasks).map(({ id }) => id)
      expect(await ids(`q=${word.toUpperCase()}`)).toEqual([other.id, one.id])
      expect(await ids(`q=${word}&tag=home`)).toEqual([one.id])
      expect(await ids(`q=${word}&state=paused`)).toEqual([other.id])
      expect(await ids(`q=${word}&health=healthy`)).toEqual([other.id, one.id])
      expect(await ids(`q=${word}&health=blind`)).toEqual([])
      const page = await server.alice("GET", `${tasks}?q=${word}&limit=1`)
      expect([page.headers["x-total-count"], page.headers["link"]]).toEqual(["2", expect.stringContaining(`q=${word}`)])
      const refused = await server.alice("GET", `${tasks}?health=fine`)
      expect([refused.status, refused.json()]).toMatchObject([422, { detail: [{ loc: ["query", "health"], type: "enum" }] }])
    })

    describe("a run asked for while another waits", () => {
      const execute = async (id: string, query = "") =>
        (await server.alice("POST", `${tasks}/${id}/execute${query}`)).as(ExecutionBody).id
      const comesTo = async (id: string) => {
        await runOnce(server, id, saying("It is."))
        const [execution] = (await server.alice("GET", `${tasks}/${id}/executions`)).as(Schema.Array(ExecutionBody))
        return execution?.notification
      }

      test.each([
        ["a suppressed one joined by one that is not tells", ["?suppress_notifications=true", ""]],
        ["one that tells is not silenced by a suppressed one", ["", "?suppress_notifications=true"]]
      ])("%s", async (_, [first, second]) => {
        const { id } = await created()
        expect(await execute(id, second)).toBe(await execute(id, first))
        expect(await comesTo(id)).toBe("It is.")
      })
    })
  })
}

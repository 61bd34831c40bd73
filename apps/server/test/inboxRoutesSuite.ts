import { claimRuns, settleRuns } from "@vedette/domain"
import { InboxPage, ReadAllBody, TaskBody, TaskNotificationsPage } from "@vedette/http-contract"
import { aJudgement } from "@vedette/testkit/fixtures"
import * as Duration from "effect/Duration"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type StorageLayer, startTestServer, type TestServer } from "./startTestServer.ts"

const inbox = "/api/v1/notifications"

/** What an owner was told over all tasks, over any storage. */
export const inboxRoutesSuite = (name: string, storage: StorageLayer): void => {
  describe(`inbox routes on ${name}`, () => {
    let server: TestServer
    const tasks: Array<string> = []

    const told = async (name: string) => {
      const { id } = (await server.alice("POST", "/api/v1/tasks", { body: { search_query: "x", name } })).as(TaskBody)
      await server.alice("POST", `/api/v1/tasks/${id}/execute`)
      const { runs } = await server.run(claimRuns({ limit: 100, lease: Duration.minutes(5), worker: "test" }))
      const outcome = { _tag: "Judged", judgement: aJudgement() } as const
      await server.run(settleRuns(runs.map((run) => ({ run, outcome }))))
      tasks.push(id)
    }
    const read = async (query = "") => (await server.alice("GET", `${inbox}${query}`)).as(InboxPage)
    const names = async (query = "") => (await read(query)).notifications.map(({ task_name }) => task_name)
    const mark = async (id: string, word: string) => (await server.alice("POST", `${inbox}/${id}/${word}`)).status

    beforeAll(async () => {
      server = await startTestServer(storage)
      for (const name of ["first", "second", "third"]) await told(name)
    })
    afterAll(() => server.stop())

    test("it is the first generation's page over all tasks, newest first, whatever channels told it", async () => {
      const { notifications: [newest, ...older], ...page } = await read()
      expect(page).toEqual({ total: 3, page: 1, limit: 20, unread: 3 })
      const judgement = aJudgement()
      expect(newest).toEqual({
        id: expect.any(String),
        task_id: tasks[2],
        task_name: "third",
        status: "success",
        condition_met: true,
        answer: judgement.answer,
        reasoning: judgement.evidence,
        change_summary: null,
        grounding_sources: judgement.sources.map(({ title, uri }) => ({ uri, title, url: uri })),
        created_at: expect.any(String),
        unread: true,
        read_at: null,
        archived_at: null
      })
      expect(older.map(({ task_name }) => task_name)).toEqual(["second", "first"])
    })

    test("an entry has the id that the list of its task gives it", async () => {
      const { notifications: [entry] } = await read(`?task_id=${tasks[0]}`)
      const ofTask = await server.alice("GET", `/api/v1/tasks/${tasks[0]}/notifications?page=1`)
      expect(ofTask.as(TaskNotificationsPage).notifications.map(({ id }) => id)).toEqual([entry?.id])
    })

    test("it is paged, and filtered by task and time", async () => {
      expect(await read("?limit=1&page=2")).toMatchObject({ notifications: [{ task_name: "second" }], total: 3, page: 2, limit: 1 })
      expect(await read("?page=4")).toMatchObject({ notifications: [], total: 3 })
      expect(await names(`?task_id=${tasks[1]}`)).toEqual(["second"])
      const { notifications: [, second] } = await read()
      const at = encodeURIComponent(second!.created_at)
      expect(await names(`?since=${at}`)).toEqual(["third", "second"])
      expect(await names(`?until=${at}`)).toEqual(["first"])
    })

    test("what is read, unread, archived and taken out again is found so, and counted", async () => {
      const { notifications: [third, second, first] } = await read()
      expect(await mark(second!.id, "read")).toBe(204)
      expect(await mark(second!.id, "read")).toBe(204)
      expect(await read()).toMatchObject({ total: 3, unread: 2 })
      expect(await names("?unread=true")).toEqual(["third", "first"])
      expect(await read("?unread=false")).toMatchObject({ notifications: [{ task_name: "second", unread: false }], total: 1, unread: 0 })
      await mark(second!.id, "unread")
      expect(await read("?limit=1")).toMatchObject({ total: 3, unread: 3 })
      expect(await mark(first!.id, "archive")).toBe(204)
      expect(await names()).toEqual(["third", "second"])
      expect(await names("?archived=true")).toEqual(["first"])
      await mark(first!.id, "unarchive")
      expect(await names()).toEqual(["third", "second", "first"])
      expect(third!.archived_at).toBe(null)
    })

    test("all are read at once: of one task, up to an instant, or all", async () => {
      const readAll = async (body?: object) =>
        (await server.alice("POST", `${inbox}/read-all`, body === undefined ? {} : { body })).as(ReadAllBody)
      const { notifications: [, second] } = await read()
      expect(await readAll({ task_id: tasks[0] })).toEqual({ read: 1 })
      expect(await readAll({ until: second!.created_at })).toEqual({ read: 0 })
      expect(await readAll()).toEqual({ read: 2 })
      expect(await readAll()).toEqual({ read: 0 })
      expect(await read("?unread=true")).toMatchObject({ notifications: [], total: 0 })
    })

    test("it is the owner's alone", async () => {
      const { notifications: [entry] } = await read()
      expect((await server.bob("GET", inbox)).as(InboxPage)).toMatchObject({ notifications: [], total: 0, unread: 0 })
      const answer = await server.bob("POST", `${inbox}/${entry!.id}/archive`)
      expect([answer.status, answer.json()]).toMatchObject([404, { code: "notification_not_found" }])
      expect((await server.anybody("GET", inbox)).status).toBe(401)
      expect(await names()).toContain("third")
    })

    test.each(["page=0", "limit=0", "limit=101", "unread=perhaps", "since=yesterday", "task_id=x", "page=99999999999"])(
      "the query %s is 422",
      async (query) => expect((await server.alice("GET", `${inbox}?${query}`)).status).toBe(422)
    )
  })
}

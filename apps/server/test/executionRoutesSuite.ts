import { claimRuns, type FinishedRun, settleRuns, type Task, type TaskId, TaskRepository } from "@vedette/domain"
import { ExecutionBody, ExecutionDetailBody, ExplanationBody, TaskBody, TaskNotificationsPage } from "@vedette/http-contract"
import { aJudgement } from "@vedette/testkit/fixtures"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type StorageLayer, startTestServer, type TestServer } from "./startTestServer.ts"

const Executions = Schema.Array(ExecutionBody)

const met: FinishedRun["outcome"] = { _tag: "Judged", judgement: aJudgement() }
const failed: FinishedRun["outcome"] = {
  _tag: "Failed",
  failure: { category: "user_error", message: "The page is gone.", retryAfterMs: null, internal: "secret stack" }
}

/** The execution routes, over any storage; the runs are made by the domain's own use cases. */
export const executionRoutesSuite = (name: string, storage: StorageLayer): void => {
  describe(`execution routes on ${name}`, () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startTestServer(storage)
    })
    afterAll(() => server.stop())

    const created = async (body: object = {}) =>
      (await server.alice("POST", "/api/v1/tasks", { body: { search_query: "x", notify: "always", state: "paused", ...body } }))
        .as(TaskBody).id
    const at = (id: string, rest = "") => `/api/v1/tasks/${id}${rest}`

    const publish = (id: string) =>
      server.run(Effect.gen(function*() {
        const repository = yield* TaskRepository
        const task: Task = Option.getOrThrow(yield* repository.find(id as TaskId))
        yield* repository.save({ ...task, isPublic: true })
      }))

    /** Every due task starts, as a worker would start it. */
    const start = () => server.run(claimRuns({ limit: 100, lease: Duration.minutes(5), worker: "test" }))

    const runOnce = async (id: string, outcome: FinishedRun["outcome"]) => {
      await server.alice("POST", at(id, "/execute"))
      const runs = await start()
      await server.run(settleRuns(runs.filter((run) => run.task.id === id).map((run) => ({ run, outcome }))))
    }

    test("execute answers a pending execution in the seeds' ten fields", async () => {
      const id = await created()
      const answer = await server.alice("POST", at(id, "/execute"))
      const execution = answer.as(ExecutionBody)
      expect(execution).toEqual({
        id: execution.id,
        task_id: id,
        status: "pending",
        started_at: execution.created_at,
        completed_at: null,
        result: null,
        notification: null,
        grounding_sources: null,
        error_message: null,
        created_at: execution.created_at
      })
    })

    test("fifty calls at once open one execution", async () => {
      const id = await created()
      const answers = await Promise.all(Array.from({ length: 50 }, () => server.alice("POST", at(id, "/execute"))))
      expect(new Set(answers.map((answer) => answer.as(ExecutionBody).id)).size).toBe(1)
      expect((await server.alice("GET", at(id, "/executions"))).as(Executions)).toHaveLength(1)
    })

    test.each([
      ["the query", "/execute?force=true", {}],
      ["the body", "/execute", { body: { force: true } }]
    ])("a run in progress is 409 with its id; force in %s replaces it", async (_, path, options) => {
      const id = await created()
      const running = (await server.alice("POST", at(id, "/execute"))).as(ExecutionBody)
      await start()
      const refused = await server.alice("POST", at(id, "/execute"))
      expect([refused.status, refused.json()]).toMatchObject([
        409,
        { code: "run_in_progress", execution_id: running.id, detail: expect.any(String) }
      ])
      const replaced = (await server.alice("POST", at(id, path), options)).as(ExecutionBody)
      expect(replaced).toMatchObject({ status: "pending" })
      const [newest, older] = (await server.alice("GET", at(id, "/executions"))).as(Executions)
      expect([newest?.id, older?.status]).toEqual([replaced.id, "cancelled"])
    })

    test("a run by hand leaves a paused task paused", async () => {
      const id = await created()
      await runOnce(id, met)
      expect((await server.alice("GET", at(id))).as(TaskBody)).toMatchObject({ state: "paused", next_run: null })
    })

    test("suppress_notifications is honoured", async () => {
      const id = await created()
      await server.alice("POST", at(id, "/execute?suppress_notifications=true"))
      const runs = await start()
      await server.run(settleRuns(runs.filter((run) => run.task.id === id).map((run) => ({ run, outcome: met }))))
      const [execution] = (await server.alice("GET", at(id, "/executions"))).as(Executions)
      expect(execution).toMatchObject({ status: "success", notification: null, result: { verdict: "met" } })
    })

    test("a completed execution carries what was found, and the task embeds it", async () => {
      const id = await created()
      await runOnce(id, met)
      const [execution] = (await server.alice("GET", at(id, "/executions"))).as(Executions)
      expect(execution).toMatchObject({
        status: "success",
        notification: "The blue kettle costs 45.00 EUR.",
        grounding_sources: [{
          uri: "https://shop.example/kettle",
          url: "https://shop.example/kettle",
          title: "Blue kettle"
        }],
        error_message: null,
        result: {
          evidence: "Price: 45.00 EUR",
          confidence: 95,
          sources: ["https://shop.example/kettle"],
          verdict: "met",
          judged: "typed",
          quotes: [{ text: "Price: 45.00 EUR", verified: true }],
          usage: { pages: 1, model_calls: 0 }
        }
      })
      const task = (await server.alice("GET", at(id))).as(TaskBody)
      expect(task.last_execution).toEqual(execution)
      expect(task).toMatchObject({
        last_execution_id: execution?.id,
        last_known_state: { evidence: "Price: 45.00 EUR", verdict: "met", observations: [{ value: 45 }] }
      })
    })

    test("a failed run's words are the owner's own; its raw cause is nobody's", async () => {
      const id = await created()
      await runOnce(id, failed)
      await publish(id)
      const own = await server.alice("GET", at(id, "/executions"))
      expect(own.as(Executions)[0]).toMatchObject({ error_message: expect.stringContaining("The page is gone."), result: null })
      const [execution] = own.as(Executions)
      for (const path of [at(id), at(id, "/executions"), at(id, `/executions/${execution?.id}`)]) {
        const seen = await server.bob("GET", path)
        expect(seen.status).toBe(200)
        expect(seen.text).not.toContain("The page is gone.")
        expect(seen.text + own.text).not.toContain("secret stack")
      }
    })

    test("one execution shows its tries to the owner alone, and is conditional", async () => {
      const id = await created()
      await runOnce(id, failed)
      await publish(id)
      const [execution] = (await server.alice("GET", at(id, "/executions"))).as(Executions)
      const path = at(id, `/executions/${execution?.id}`)
      const own = await server.alice("GET", path)
      expect(own.as(ExecutionDetailBody)).toMatchObject({
        ...execution,
        attempts: [{ n: 1, outcome: "failed", category: "user_error" }]
      })
      expect((await server.anybody("GET", path)).as(ExecutionDetailBody)).not.toHaveProperty("attempts")
      const again = await server.alice("GET", path, { headers: { "if-none-match": own.headers["etag"] ?? "" } })
      expect(again.status).toBe(304)
    })

    test("an execution of another task, or of none, is 404", async () => {
      const [id, other] = [await created(), await created()]
      const execution = (await server.alice("POST", at(id, "/execute"))).as(ExecutionBody)
      for (const wrong of [execution.id, "01900000-0000-7000-8000-000000000000"]) {
        const answer = await server.alice("GET", at(other, `/executions/${wrong}`))
        expect([answer.status, answer.json()]).toMatchObject([404, { code: "execution_not_found" }])
      }
    })

    test("explain is the decision trace, for the owner alone", async () => {
      const id = await created()
      await runOnce(id, met)
      await publish(id)
      const [execution] = (await server.alice("GET", at(id, "/executions"))).as(Executions)
      const path = at(id, `/executions/${execution?.id}/explain`)
      const explained = (await server.alice("GET", path)).as(ExplanationBody)
      expect(explained).toMatchObject({ verdict: "met", notified: true, execution_id: execution?.id })
      expect(explained.trace.length).toBeGreaterThan(0)
      expect((await server.bob("GET", path)).status).toBe(404)
      expect((await server.anybody("GET", path)).status).toBe(401)
    })

    test("executions are newest first, filtered by status, limited and linked", async () => {
      const id = await created()
      for (const outcome of [failed, met, failed]) await runOnce(id, outcome)
      const all = await server.alice("GET", at(id, "/executions"))
      const list = all.as(Executions)
      expect(list.map(({ status }) => status)).toEqual(["failed", "success", "failed"])
      expect(all.headers["x-total-count"]).toBe("3")
      expect(all.headers["link"]).toBeUndefined()
      expect((await server.alice("GET", at(id, "/executions?status=success"))).as(Executions)).toEqual([list[1]])
      const page = await server.alice("GET", at(id, "/executions?limit=2"))
      expect(page.as(Executions)).toEqual(list.slice(0, 2))
      const next = /<[a-z]+:\/\/[^/]+([^>]+)>; rel="next"/.exec(page.headers["link"] ?? "")?.[1] ?? ""
      expect((await server.alice("GET", next)).as(Executions)).toEqual(list.slice(2))
    })

    test("task notifications are the executions that told; with page, the first generation's envelope", async () => {
      const id = await created({ name: "Kettle" })
      for (const outcome of [met, failed]) await runOnce(id, outcome)
      const bare = (await server.alice("GET", at(id, "/notifications"))).as(Executions)
      expect(bare).toHaveLength(1)
      expect(bare[0]?.notification).not.toBeNull()
      const page = (await server.alice("GET", at(id, "/notifications?page=1"))).as(TaskNotificationsPage)
      expect(page).toMatchObject({
        total: 1,
        page: 1,
        limit: 20,
        notifications: [{ id: bare[0]?.id, task_name: "Kettle", status: "success", condition_met: true }]
      })
      const empty = (await server.alice("GET", at(id, "/notifications?page=2&limit=1"))).as(TaskNotificationsPage)
      expect(empty).toEqual({ notifications: [], total: 1, page: 2, limit: 1 })
      expect((await server.alice("GET", at(id, "/notifications?limit=101"))).status).toBe(200)
      const refused = await server.alice("GET", at(id, "/notifications?limit=101&page=1"))
      expect([refused.status, refused.json()]).toMatchObject([
        422,
        { detail: [{ loc: ["query", "limit"], type: "less_than_equal", input: "101", ctx: { le: 100 } }] }
      ])
    })

    test("a stranger's private task has no executions", async () => {
      const id = await created()
      for (const rest of ["/executions", "/notifications"]) {
        const answer = await server.bob("GET", at(id, rest))
        expect([answer.status, answer.json()]).toMatchObject([404, { detail: "Task not found" }])
      }
      expect((await server.bob("POST", at(id, "/execute"))).status).toBe(404)
    })
  })
}

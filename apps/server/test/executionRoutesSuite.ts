import {
  claimRuns,
  type ExecutionId,
  ExecutionRepository,
  type FinishedRun,
  PageArchive,
  settleRuns,
  StorageError,
  StorageFailed,
  type Task,
  type TaskId,
  TaskRepository
} from "@vedette/domain"
import { ExecutionBody, ExecutionDetailBody, ExplanationBody, KeptPageBody, KeptPageTextBody, TaskBody, TaskNotificationsPage } from "@vedette/http-contract"
import { aJudgement, aPage } from "@vedette/testkit/fixtures"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { callerOf } from "./callerOf.ts"
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
    const start = async (lease = Duration.minutes(5)) => (await server.run(claimRuns({ limit: 1_000, lease, worker: "test" }))).runs

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

    test("a cancelled execution never changes again, whatever its worker comes to", async () => {
      const id = await created()
      await server.alice("POST", at(id, "/execute"))
      const runs = (await start()).filter((run) => run.task.id === id)
      await server.alice("POST", at(id, "/execute?force=true"))
      const before = (await server.alice("GET", at(id, "/executions?status=cancelled"))).as(Executions)
      expect(before).toHaveLength(1)
      for (const outcome of [met, failed]) {
        const ended = await server.run(settleRuns(runs.map((run) => ({ run, outcome }))))
        expect(ended.map(({ status }) => status)).toEqual(["lost"])
      }
      expect((await server.alice("GET", at(id, "/executions?status=cancelled"))).as(Executions)).toEqual(before)
      expect(before[0]).toMatchObject({ result: null, notification: null, completed_at: expect.any(String) })
      expect((await server.alice("GET", at(id, "/notifications"))).json()).toEqual([])
    })

    test("a run whose lease ran out is stuck, and replaced without force", async () => {
      const id = await created()
      const stuck = (await server.alice("POST", at(id, "/execute"))).as(ExecutionBody)
      await start(Duration.millis(1))
      await new Promise((resolve) => setTimeout(resolve, 5))
      const fresh = (await server.alice("POST", at(id, "/execute"))).as(ExecutionBody)
      expect(fresh.id).not.toBe(stuck.id)
      const replaced = await server.alice("GET", at(id, `/executions/${stuck.id}`))
      expect(replaced.as(ExecutionDetailBody)).toMatchObject({ status: "cancelled", attempts: [{ outcome: "cancelled" }] })
    })

    test("fifty forced at once leave one open, and all others cancelled", async () => {
      const id = await created()
      const answers = await Promise.all(Array.from({ length: 50 }, () => server.alice("POST", at(id, "/execute?force=1"))))
      const ids = new Set(answers.map((answer) => answer.as(ExecutionBody).id))
      const all = (await server.alice("GET", at(id, "/executions?limit=1000"))).as(Executions)
      expect(new Set(all.map((execution) => execution.id))).toEqual(ids)
      expect(all.filter(({ status }) => status === "pending")).toHaveLength(1)
      expect(all.filter(({ status }) => status === "cancelled")).toHaveLength(ids.size - 1)
    })

    test("immediate_execution_error tells of a first run that alone could not be stored; the task is there", async () => {
      const full = new StorageError({ reason: new StorageFailed({ message: "The disk is full." }) })
      const broken = Layer.effect(
        ExecutionRepository,
        Effect.map(ExecutionRepository, (sound) => ({ ...sound, insert: () => Effect.fail(full) }))
      ).pipe(Layer.provideMerge(storage))
      const other = await startTestServer(broken)
      const answer = await other.alice("POST", "/api/v1/tasks", { body: { search_query: "x", run_immediately: true } })
      const task = answer.as(TaskBody)
      expect(task).toMatchObject({ state: "active", immediate_execution_error: expect.stringContaining("could not be started") })
      expect(answer.text, "what it was is the operator's to read").not.toContain("disk")
      expect(Date.parse(task.next_run ?? "") - Date.parse(task.created_at)).toBeCloseTo(60_000, -4)
      const read = (await other.alice("GET", at(task.id))).as(TaskBody)
      expect(read).toMatchObject({ id: task.id, immediate_execution_error: null, last_execution: null })
      await other.stop()
    })

    test.each(["paused", "completed"])("a run by hand does not re-arm a %s task", async (state) => {
      const id = await created({ state: "active" })
      await server.alice("PUT", at(id), { body: { state } })
      await runOnce(id, met)
      expect((await server.alice("GET", at(id))).as(TaskBody)).toMatchObject({ state, next_run: null, last_execution: { status: "success" } })
      await runOnce(id, failed)
      expect((await server.alice("GET", at(id))).as(TaskBody)).toMatchObject({ state, next_run: null })
    })

    test("every status is shown and filtered by; what is completed has a result, met or not", async () => {
      const statuses: Array<string> = []
      const passing: FinishedRun["outcome"] = {
        _tag: "Failed",
        failure: { category: "network", message: "The page could not be reached.", retryAfterMs: null, internal: null }
      }
      const id = await created()
      const seen = async (status: string) => {
        const found = (await server.alice("GET", at(id, `/executions?status=${status}`))).as(Executions)
        expect(found.every((execution) => execution.status === status)).toBe(true)
        statuses.push(...new Set(found.map((execution) => execution.status)))
      }
      await runOnce(id, { _tag: "Judged", judgement: aJudgement({ verdict: "not_met" }) })
      await runOnce(id, failed)
      await server.alice("POST", at(id, "/execute"))
      await seen("pending")
      const runs = (await start()).filter((run) => run.task.id === id)
      await seen("running")
      await server.run(settleRuns(runs.map((run) => ({ run, outcome: passing }))))
      await seen("retrying")
      await server.alice("POST", at(id, "/execute?force=true"))
      for (const status of ["cancelled", "success", "failed"]) await seen(status)
      expect(statuses.sort()).toEqual(["cancelled", "failed", "pending", "retrying", "running", "success"])
      const [quiet] = (await server.alice("GET", at(id, "/executions?status=success"))).as(Executions)
      expect(quiet).toMatchObject({ notification: null, result: { verdict: "not_met", evidence: expect.any(String), confidence: expect.any(Number) } })
      const wrong = await server.alice("GET", at(id, "/executions?status=done"))
      expect([wrong.status, wrong.json()]).toMatchObject([422, { detail: [{ loc: ["query", "status"], type: "enum" }] }])
    })

    test("a public task's executions are read without a key, evidence and all; a wrong key is 401", async () => {
      const id = await created()
      await runOnce(id, met)
      await publish(id)
      for (const path of ["/executions", "/notifications"]) {
        const [execution] = (await server.anybody("GET", at(id, path))).as(Executions)
        expect(execution).toMatchObject({ notification: expect.any(String), result: { evidence: "Price: 45.00 EUR" } })
        const refused = await callerOf(server.app, "sk_wrong")("GET", at(id, path))
        expect([refused.status, refused.json()]).toMatchObject([401, { detail: "Invalid API key" }])
      }
    })

    test("a task that has told nobody has no notifications: an empty list, in both shapes, and no error", async () => {
      const id = await created()
      expect((await server.alice("GET", at(id, "/notifications"))).json()).toEqual([])
      expect((await server.alice("GET", at(id, "/notifications?page=1"))).json()).toEqual({ notifications: [], total: 0, page: 1, limit: 20 })
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

    test("the full texts of cited pages are their owner's alone, while they are kept", async () => {
      const id = await created()
      await runOnce(id, met)
      await publish(id)
      const [execution] = (await server.alice("GET", at(id, "/executions"))).as(Executions)
      const [quote] = execution?.result?.quotes ?? []
      const { readAt, text } = aPage()
      const cited = { executionId: execution!.id as ExecutionId, url: quote!.uri, hash: quote!.page_hash, text, readAt }
      const [path, hash] = [at(id, `/executions/${execution?.id}/pages`), quote!.page_hash]
      expect((await server.alice("GET", path)).json()).toEqual([])
      // A try that was lost may have cited a page that this judgement does not.
      await server.run(PageArchive.use((archive) => archive.keep([cited, { ...cited, hash: "c".repeat(64) }])))
      const listed = await server.alice("GET", path)
      expect(listed.as(Schema.Array(KeptPageBody))).toEqual([{ url: quote!.uri, read_at: quote!.read_at, hash, bytes: text.length }])
      expect((await server.alice("GET", path, { headers: { "if-none-match": listed.headers["etag"] ?? "" } })).status).toBe(304)
      const page = await server.alice("GET", `${path}/${hash}`)
      expect(page.as(KeptPageTextBody)).toMatchObject({ hash, text, url: quote!.uri })
      expect((await server.alice("GET", `${path}/${hash}`, { headers: { "if-none-match": page.headers["etag"] ?? "" } })).status).toBe(304)
      for (const unknown of ["c".repeat(64), "d".repeat(64), "nonsense"]) {
        const answer = await server.alice("GET", `${path}/${unknown}`)
        expect([answer.status, answer.json()]).toMatchObject([404, { code: "page_not_kept" }])
      }
      for (const one of [path, `${path}/${hash}`]) {
        const theirs = await server.bob("GET", one)
        expect([theirs.status, theirs.json()]).toMatchObject([404, { code: "task_not_found" }])
        expect((await server.anybody("GET", one)).status).toBe(401)
        const none = await server.alice("GET", one.replace(execution!.id, "01900000-0000-7000-8000-000000000000"))
        expect([none.status, none.json()]).toMatchObject([404, { code: "execution_not_found" }])
      }
    })

    test("who cites the same page sees it by their own run only", async () => {
      const mine = await created()
      await runOnce(mine, met)
      const [execution] = (await server.alice("GET", at(mine, "/executions"))).as(Executions)
      const theirs = (await server.bob("POST", "/api/v1/tasks", { body: { search_query: "x" } })).as(TaskBody).id
      const path = `/api/v1/tasks/${theirs}/executions/${execution?.id}/pages`
      for (const one of [path, `${path}/${aPage().hash}`]) {
        const answer = await server.bob("GET", one)
        expect([answer.status, answer.json()]).toMatchObject([404, { code: "execution_not_found" }])
      }
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

import {
  ChannelKind,
  claimDeliveries,
  claimRuns,
  type Delivery,
  Outbox,
  settleRuns
} from "@vedette/domain"
import { ExplanationBody, ResentBody, SendBody, SendDetailBody, SendsBody, TaskBody } from "@vedette/http-contract"
import { aDeliveryAttempt, aJudgement } from "@vedette/testkit/fixtures"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type StorageLayer, startTestServer, type TestServer } from "./startTestServer.ts"

const sends = "/api/v1/notifications/sends"
const hook = { type: "webhook", url: "https://203.0.114.7/hook" }
const mail = { type: "email", address: "alice@example.com" }

/** The send log, over any storage; what is owed is owed by the domain's own use cases. */
export const sendRoutesSuite = (name: string, storage: StorageLayer): void => {
  describe(`send routes on ${name}`, () => {
    let server: TestServer
    /** Alice's two tasks: the one told by both channels, and the other, later, by webhook. */
    let both: string
    let other: string

    /** A task that has just told its owner. */
    const told = async (notifications: ReadonlyArray<object>) => {
      const body = { search_query: "x", notifications }
      const { id } = (await server.alice("POST", "/api/v1/tasks", { body })).as(TaskBody)
      await server.alice("POST", `/api/v1/tasks/${id}/execute`)
      const { runs } = await server.run(claimRuns({ limit: 100, lease: Duration.minutes(5), worker: "test" }))
      const outcome = { _tag: "Judged", judgement: aJudgement() } as const
      await server.run(settleRuns(runs.map((run) => ({ run, outcome }))))
      return id
    }
    const read = async (query = "") => (await server.alice("GET", `${sends}${query}`)).as(SendsBody)

    beforeAll(async () => {
      server = await startTestServer(storage)
      both = await told([hook, mail])
      other = await told([hook])
    })
    afterAll(() => server.stop())

    test("what is owed is shown at once, newest first, in the seed's nine fields and ours", async () => {
      const { sends: [newest, ...older], total } = await read()
      expect([older.length, total]).toEqual([2, 3])
      expect(newest).toEqual({
        id: expect.any(String),
        user_id: server.aliceId,
        task_id: other,
        execution_id: expect.any(String),
        recipient: hook.url,
        notification_type: "webhook",
        status: "pending",
        error_message: null,
        created_at: expect.any(String),
        event: "condition_met",
        attempts: 0,
        last_http_status: null,
        next_attempt_at: expect.any(String),
        completed_at: null,
        channel_of: "task"
      })
      expect(older.map(({ task_id }) => task_id)).toEqual([both, both])
    })

    test("it is filtered by channel and by task, and paged; the total is of all that was asked for", async () => {
      const all = await read()
      const mails = await read("?notification_type=email")
      expect([mails.sends.map(({ recipient }) => recipient), mails.total]).toEqual([[mail.address], 1])
      const ofTask = await read(`?task_id=${both.toUpperCase()}`)
      expect([ofTask.sends.length, ofTask.total]).toEqual([2, 2])
      expect((await read(`?task_id=${other}&notification_type=email`))).toEqual({ sends: [], total: 0 })
      expect(await read("?limit=1&offset=1")).toEqual({ sends: all.sends.slice(1, 2), total: 3 })
      expect(await read("?offset=3")).toEqual({ sends: [], total: 3 })
    })

    test("a try that failed shows why and when the next is; one that is over shows when, and no next", async () => {
      const save = (changes: Partial<Delivery>) =>
        server.run(Effect.gen(function*() {
          const [claimed] = yield* claimDeliveries({ kind: ChannelKind.make("email"), limit: 1, worker: "test" })
          yield* Outbox.use((outbox) => outbox.save({ ...claimed!, ...changes }, null))
          return claimed!
        }))
      const { createdAt, dueAt } = await save({ attempts: 1, lastHttpStatus: 503, lastError: "The target answered 503." })
      expect((await read("?notification_type=email")).sends[0]).toMatchObject({
        status: "pending",
        attempts: 1,
        last_http_status: 503,
        error_message: "The target answered 503.",
        next_attempt_at: expect.any(String),
        completed_at: null
      })
      // Some adapters leave a due time on what is over: it is no promise of another try.
      await save({ status: "failed", attempts: 2, dueAt, completedAt: createdAt, lastError: "Given up." })
      expect((await read("?notification_type=email")).sends[0]).toMatchObject({
        status: "failed",
        error_message: "Given up.",
        next_attempt_at: null,
        completed_at: expect.any(String)
      })
    })

    test("a send shows every try of it, and is put back by hand once it has failed", async () => {
      const { sends: [mailed] } = await read("?notification_type=email")
      const one = `${sends}/${mailed?.id}`
      const resent = async () => (await server.alice("POST", `${one}/resend`)).as(SendBody)
      expect(await resent()).toMatchObject({ id: mailed?.id, status: "pending", attempts: 2, next_attempt_at: expect.any(String) })
      expect(await resent()).toMatchObject({ id: mailed?.id, status: "pending" })
      await server.run(Effect.gen(function*() {
        const [claimed] = yield* claimDeliveries({ kind: ChannelKind.make("email"), limit: 1, worker: "test" })
        const { createdAt, id } = claimed!
        const attempt = aDeliveryAttempt({ deliveryId: id, n: 3, httpStatus: null, responseExcerpt: "its own words" })
        yield* Outbox.use((outbox) =>
          outbox.save({ ...claimed!, status: "sent", attempts: 3, dueAt: null, completedAt: createdAt, lastError: null }, attempt))
      }))
      expect(await resent()).toMatchObject({ id: mailed?.id, status: "sent", attempts: 3 })
      const detail = await server.alice("GET", one)
      expect(detail.as(SendDetailBody).tries).toEqual([
        { n: 3, started_at: expect.any(String), latency_ms: 120, outcome: "sent", http_status: null, error_message: null }
      ])
      expect(detail.text).not.toContain("its own words")
    })

    test("all that failed since an instant is put back at once", async () => {
      const fail = server.run(Effect.gen(function*() {
        for (const claimed of yield* claimDeliveries({ kind: ChannelKind.make("webhook"), limit: 100, worker: "test" })) {
          const { createdAt } = claimed
          yield* Outbox.use((outbox) =>
            outbox.save({ ...claimed, status: "failed", attempts: 1, dueAt: null, completedAt: createdAt, lastError: "410" }, null))
        }
      }))
      await fail
      const { sends: [newest] } = await read("?notification_type=webhook")
      const since = newest!.created_at
      const resend = async (body: object) => (await server.alice("POST", `${sends}/resend`, { body })).as(ResentBody)
      expect(await resend({ since: "2999-01-01T00:00:00Z" })).toEqual({ resent: 0 })
      expect(await resend({ since, notification_type: "email" })).toEqual({ resent: 0 })
      expect(await resend({ since, task_id: both })).toEqual({ resent: 0 })
      expect(await resend({ since })).toEqual({ resent: 1 })
      expect(await resend({ since: "2000-01-01T00:00:00Z", notification_type: "webhook" })).toEqual({ resent: 1 })
    })

    test.each([
      ["POST", "resend", {}],
      ["POST", "resend", { since: "yesterday" }],
      ["POST", "resend", { since: "2000-01-01T00:00:00Z", notification_type: "pigeon" }],
      ["POST", "nonsense/resend", undefined],
      ["GET", "nonsense", undefined]
    ] as const)("%s %s %j is 422", async (method, path, body) => {
      expect((await server.alice(method, `${sends}/${path}`, body === undefined ? {} : { body })).status).toBe(422)
    })

    test("it is the owner's alone", async () => {
      expect((await server.bob("GET", sends)).as(SendsBody)).toEqual({ sends: [], total: 0 })
      expect((await server.bob("GET", `${sends}?task_id=${both}`)).as(SendsBody)).toEqual({ sends: [], total: 0 })
      expect((await server.anybody("GET", sends)).status).toBe(401)
      const { sends: [newest] } = await read()
      for (const [method, path] of [["GET", ""], ["POST", "/resend"]] as const) {
        const answer = await server.bob(method, `${sends}/${newest?.id}${path}`)
        expect([answer.status, answer.json()]).toMatchObject([404, { detail: "Send not found", code: "send_not_found" }])
      }
    })

    test.each([
      ["notification_type=pigeon", "notification_type", "enum"],
      ["notification_type=", "notification_type", "enum"],
      ["task_id=nonsense", "task_id", "uuid_parsing"],
      ["limit=0", "limit", "greater_than_equal"],
      ["limit=101", "limit", "less_than_equal"],
      ["offset=-1", "offset", "greater_than_equal"],
      ["offset=999999999999999", "offset", "less_than_equal"]
    ])("the query %s is 422", async (query, field, type) => {
      const answer = await server.alice("GET", `${sends}?${query}`)
      expect([answer.status, answer.json()]).toMatchObject([422, { detail: [{ loc: ["query", field], type }] }])
    })

    test("an unknown channel is told which there are", async () => {
      const answer = await server.alice("GET", `${sends}?notification_type=pigeon`)
      expect(answer.json()).toMatchObject({ detail: [{ msg: "Input should be 'email' or 'webhook'", input: "pigeon" }] })
    })

    test("the explanation of a run lists what it owed and what became of it", async () => {
      const { sends: [newest] } = await read(`?task_id=${other}`)
      const path = `/api/v1/tasks/${other}/executions/${newest?.execution_id}/explain`
      const explained = (await server.alice("GET", path)).as(ExplanationBody)
      expect(explained).toMatchObject({
        notified: true,
        deliveries: [{
          id: newest?.id,
          notification_type: "webhook",
          status: "pending",
          attempts: newest?.attempts,
          error_message: newest?.error_message
        }]
      })
    })
  })
}

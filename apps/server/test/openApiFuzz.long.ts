import { claimRuns, ConnectionFailed, type FinishedRun, HttpFetch, HttpFetchError, keepCitedPages, Notifiers, notifiersOf, settleRuns } from "@vedette/domain"
import { TaskBody } from "@vedette/http-contract"
import { emailNotifier } from "@vedette/notifier-email"
import { webhookNotifier } from "@vedette/notifier-webhook"
import { aPage } from "@vedette/testkit/fixtures"
import { OutboundHttpFetch } from "@vedette/outbound"
import * as fc from "fast-check"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type Caller, callerOf, type CallOptions } from "./callerOf.ts"
import { answerChecker } from "./fuzz/answerChecker.ts"
import type { Document } from "./fuzz/Document.ts"
import { knownIds } from "./fuzz/knownIds.ts"
import { type FuzzRequest, requestOf } from "./fuzz/requestOf.ts"
import { freshStorage } from "./freshStorage.ts"
import { saying } from "./runOnce.ts"
import { givenUser, startTestServer, type TestServer } from "./startTestServer.ts"

const REQUESTS = 20_000

/** Requests of one user: after so many their lists grow long, and a new one begins. */
const ROUND = 400

/** A new seed with every run; a failure prints it, and the environment takes it back. */
const SEED = Number(process.env["FUZZ_SEED"] ?? Date.now() % 2 ** 31)

/** Nothing leaves the machine: what is sent out finds nobody. */
const nobodyOutside = Layer.effect(
  HttpFetch,
  Effect.map(HttpFetch, ({ check }) =>
    HttpFetch.of({
      check,
      fetch: () => Effect.fail(new HttpFetchError({ reason: new ConnectionFailed({ message: "Nobody is there." }) }))
    }))
).pipe(Layer.provide(OutboundHttpFetch.layer({ allowPrivateAddresses: false })))

const notifiers = Layer.effect(
  Notifiers,
  Effect.map(webhookNotifier(), (webhook) => notifiersOf(emailNotifier({ smtpUrl: null, from: null, publicUrl: null }), webhook))
).pipe(Layer.provide(nobodyOutside))

/** A judgement that tells, and the page that its quote stands in. */
const sayingByPage = (answer: string): FinishedRun["outcome"] => {
  const outcome = saying(answer)
  if (outcome._tag !== "Judged") return outcome
  const { readAt, text } = aPage()
  return { ...outcome, cited: outcome.judgement.quotes.map(({ pageHash, uri }) => ({ url: uri, hash: pageHash, text, readAt })) }
}

describe("whatever is sent, by the published document and against it", () => {
  let server: TestServer
  let document: Document
  beforeAll(async () => {
    server = await startTestServer(freshStorage, {}, undefined, notifiers)
    document = (await server.anybody("GET", "/openapi.json")).json() as Document
  })
  afterAll(() => server.stop())

  /** A user with a task that has told, and the ids that their answers have shown. */
  const newRound = async (n: number) => {
    const key = server.keyOf(`fuzz${n}`)
    await server.run(givenUser(key))
    const owner = callerOf(server.app, key)
    const task = (await owner("POST", "/api/v1/tasks", {
      body: { search_query: "Is it there?", notifications: [{ type: "webhook", url: "https://hooks.example/x" }], run_immediately: true }
    })).as(TaskBody)
    await owner("PATCH", `/api/v1/tasks/${task.id}/visibility`, { body: { is_public: n % 2 === 0 } })
    const { runs } = await server.run(claimRuns({ limit: 1_000, lease: Duration.minutes(5), worker: "fuzz" }))
    const told = runs.filter((run) => run.task.id === task.id).map((run) => ({ run, outcome: sayingByPage("It is there.") }))
    await server.run(Effect.andThen(keepCitedPages(told), settleRuns(told)))
    const ids = knownIds()
    const executions = `/api/v1/tasks/${task.id}/executions`
    const pages = told.map(({ run }) => `${executions}/${run.execution.id}/pages`)
    for (const path of [executions, ...pages, "/api/v1/notifications", "/api/v1/notifications/sends"]) {
      ids.learn((await owner("GET", path)).json())
    }
    ids.learn(task)
    return { owner, ids }
  }

  test(`${REQUESTS} requests are answered as the document says, and none by a server error (seed ${SEED})`, async () => {
    const check = answerChecker(document)
    const operations = new Map(Object.values(document.paths).flatMap((item) => Object.values(item)).map((one) => [one.operationId, one]))
    const statuses = new Map<number, number>()
    const good = new Set<string>()
    let round = await newRound(0)
    let sent = 0

    const addressOf = ({ params, path, query }: FuzzRequest): string => {
      const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
        const given = params[name] ?? 0
        return typeof given === "number"
          ? name === "kind" ? ["webhook", "email"][given % 2]! : round.ids.pick(name, given)
          : encodeURIComponent(given)
      })
      return query === "" ? filled : `${filled}?${query}`
    }
    const send = async (request: FuzzRequest) => {
      const callers: Record<FuzzRequest["who"], Caller> = { owner: round.owner, stranger: server.bob, nobody: server.anybody }
      const { json, raw } = request.body
      const options: CallOptions = {
        headers: { ...request.headers },
        ...(raw === undefined ? json === undefined ? {} : { body: json } : { raw })
      }
      const url = addressOf(request)
      const answer = await callers[request.who](request.method as "GET", url, options)
      return { answer, told: `${request.who}: ${request.method} ${url.slice(0, 300)} ${JSON.stringify(options).slice(0, 600)} -> ${answer.status} ${answer.text.slice(0, 600)}` }
    }

    await fc.assert(
      fc.asyncProperty(requestOf(document), async (request) => {
        sent += 1
        if (sent % ROUND === 0) round = await newRound(sent / ROUND)
        const { answer, told } = await send(request)
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
        // A parameter that is empty, dots or a slash makes it another address.
        const isElsewhere = Object.values(request.params).some((value) => typeof value === "string" && /^$|^\.+$|[/\\%\0]|\.\./.test(value))
        const wrong = check(operations.get(request.operation)!, answer, isElsewhere)
        if (wrong !== undefined) throw new Error(`${wrong}\n${told}`)
        if (answer.status < 300) good.add(request.operation)
        // The caller's own keys are left alone: without them the round would be over.
        if (answer.status === 200 && request.who === "owner" && request.operation !== "listApiKeys") {
          round.ids.learn(answer.headers["content-type"]?.includes("json") === true ? answer.json() : null)
        }
      }),
      { numRuns: REQUESTS, seed: SEED, endOnFailure: true }
    )

    expect(sent).toBeGreaterThanOrEqual(REQUESTS)
    for (const status of [200, 204, 304, 400, 401, 404, 409, 412, 413, 415, 422, 429]) {
      expect(statuses.get(status) ?? 0, `status ${status} of ${JSON.stringify([...statuses])}`).toBeGreaterThan(0)
    }
    // The requests are no use unless they get through everywhere; these want what cannot be guessed.
    const unguessable = new Set(["accountRss", "accountAtom", "accountJsonFeed", "verifyEmail", "sendEmailCode", "resubscribe", "testWebhook"])
    expect([...operations.keys()].filter((id) => !good.has(id) && !unguessable.has(id))).toEqual([])
  }, 900_000)
})

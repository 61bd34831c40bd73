import { it } from "@effect/vitest"
import {
  Attempt,
  type DeliveryId,
  Execution,
  type ExecutionId,
  ExecutionRepository,
  freshId,
  type NotificationId,
  Outbox,
  plainAlerting,
  Task,
  type TaskId,
  TaskRepository
} from "@vedette/domain"
import { allRoutes } from "@vedette/http-contract"
import { aDelivery, aNotification, fixtureNow } from "@vedette/testkit/fixtures"
import * as Arbitrary from "effect/Arbitrary"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { randomUUID } from "node:crypto"
import { afterAll, beforeAll, describe, expect } from "vitest"
import { type StorageLayer, startTestServer, type TestServer } from "./startTestServer.ts"

/**
 * The fields that a stranger may see something of. What is not named here counts as private: a field added to an entity
 * is planted and looked for before anybody remembers to say so.
 */
const publicTaskFields: ReadonlyArray<keyof Task> = [
  "id",
  "name",
  "searchQuery",
  "conditionDescription",
  "condition",
  "sources",
  "notify",
  "cadence",
  "state",
  "stateChangedAt",
  "dueAt",
  "known",
  "health",
  "lastExecutionId",
  "isPublic",
  "viewCount",
  "subscriberCount",
  "forkedFromTaskId",
  "version",
  "createdAt",
  "updatedAt"
]
const publicExecutionFields: ReadonlyArray<keyof Execution> = [
  "id",
  "taskId",
  "status",
  "createdAt",
  "startedAt",
  "completedAt",
  "judgement",
  "notification",
  "changeSummary",
  "nextRun"
]
/** Private, but words of a list: there is nothing to plant. Ids are looked for as they are. */
const unplantable = ["userId", "trigger", "errorCategory", "alerting"]

/** Instants that every database can hold: secrets are what is looked for here, and not the ends of time. */
const withinTime = (value: unknown): unknown =>
  DateTime.isDateTime(value)
    ? fixtureNow
    : Array.isArray(value)
    ? value.map(withinTime)
    : typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withinTime(inner)]))
    : value

const makePlanter = () => {
  const planted: Array<string> = []
  const secret = () => {
    const one = `planted-${randomUUID()}`
    planted.push(one)
    return one
  }
  const plant = (value: unknown): unknown => {
    if (typeof value === "string") return secret()
    if (Array.isArray(value)) return value.map(plant)
    if (typeof value !== "object" || value === null || DateTime.isDateTime(value)) return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plant(inner)]))
  }
  const plantIn = <A extends object>(entity: A, shown: ReadonlyArray<string>): A =>
    Object.fromEntries(
      Object.entries(entity).map(([key, value]) => [key, shown.includes(key) || unplantable.includes(key) ? value : plant(value)])
    ) as A
  return { planted, plantIn, secret }
}

/** Any task and run that the schemas admit, so that a secret lies wherever one may lie. */
const anything = Arbitrary.all({
  task: Arbitrary.schema(Task),
  execution: Arbitrary.schema(Execution),
  attempt: Arbitrary.schema(Attempt)
}).pipe(Arbitrary.map((any) => withinTime(any) as typeof any))

const readable = allRoutes.filter(({ auth, method, path }) => method === "GET" && auth !== "required" && path !== "/openapi.json")

/** Each is a whole task with a run of it, asked for at every public address by two readers. */
const RUNS = 8

/** What strangers are answered never holds what is not theirs, over any storage. */
export const plantedSecretsSuite = (name: string, storage: StorageLayer, runs = RUNS): void => {
  describe(`secrets planted on ${name}`, () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startTestServer(storage)
    })
    afterAll(() => server.stop())

    it.effect.prop("no public answer shows any of them", [anything], ([any]) =>
      Effect.promise(async () => {
        const { plantIn, planted, secret } = makePlanter()
        const store = Effect.gen(function*() {
          const ids = { task: yield* freshId<TaskId>(), told: yield* freshId<ExecutionId>(), failed: yield* freshId<ExecutionId>() }
          const owner = { userId: server.aliceId, taskId: ids.task }
          yield* TaskRepository.use((tasks) =>
            tasks.insert({
              ...plantIn(any.task, publicTaskFields),
              id: ids.task,
              userId: server.aliceId,
              dueReason: secret(),
              externalId: secret(),
              alerting: { ...plainAlerting, quietHours: { from: "22:00", to: "07:00", timeZone: secret() } },
              health: { ...any.task.health, consecutiveFailures: 1, reason: secret() },
              context: { note: secret() },
              lastExecutionId: ids.failed,
              lastInterval: null,
              isPublic: true,
              viewCount: 0,
              subscriberCount: 0,
              version: 1,
              createdAt: fixtureNow,
              updatedAt: fixtureNow,
              stateChangedAt: fixtureNow
            })
          )
          const run: Execution = { ...plantIn(any.execution, publicExecutionFields), ...owner, fence: 1, attempts: 1, id: ids.told }
          yield* ExecutionRepository.use((executions) =>
            executions.insert([
              { ...run, status: "success", notification: run.notification ?? "It is.", errorMessage: secret(), internalError: secret() },
              { ...run, id: ids.failed, status: "failed", errorMessage: secret(), internalError: secret() }
            ])
          )
          yield* ExecutionRepository.use((executions) =>
            executions.insertAttempts([{
              ...plantIn(any.attempt, ["outcome", "category"]),
              executionId: ids.failed,
              n: 1,
              fence: 1,
              errorMessage: secret(),
              startedAt: fixtureNow,
              endedAt: fixtureNow,
              outcome: "failed"
            }])
          )
          const notificationId = yield* freshId<NotificationId>()
          const notification = aNotification({ id: notificationId, executionId: ids.told, ...owner })
          const delivery = aDelivery({
            id: yield* freshId<DeliveryId>(),
            notificationId,
            executionId: ids.told,
            ...owner,
            address: secret(),
            target: { url: secret() },
            lastError: secret()
          })
          yield* Outbox.use((outbox) =>
            outbox.owe({ ...notification, message: { ...notification.message, context: { note: secret() } } }, [delivery])
          )
          return ids
        })
        const ids = await server.run(store)
        const at = (path: string, execution: string) =>
          path.replace("{task_id}", ids.task).replace("{execution_id}", execution).replace("{token}", "vf_guessed")
        const paths = new Set(
          readable.flatMap(({ path }) => [at(path, ids.told), at(path, ids.failed), `${at(path, ids.told)}?page=1`, `${at(path, ids.told)}?limit=100`])
        )
        for (const reader of [server.bob, server.anybody]) {
          for (const path of paths) {
            const { status, text } = await reader("GET", path)
            if (path.includes(ids.task)) expect([path, status]).toEqual([path, 200])
            for (const hidden of [...planted, server.aliceId]) expect(text.includes(hidden), `${path} shows ${hidden}`).toBe(false)
          }
        }
        const own = await server.alice("GET", `/api/v1/tasks/${ids.task}`)
        expect(planted.some((one) => own.text.includes(one)), "they are there to be found").toBe(true)
        await server.run(TaskRepository.use((tasks) => tasks.delete(ids.task)))
      }), { arbitrary: { runs }, timeout: 10_000 + runs * 1_000 })
  })
}

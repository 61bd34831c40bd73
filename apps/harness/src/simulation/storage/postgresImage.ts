import type { PgClient } from "@effect/sql-pg/PgClient"
import {
  AccountChannels,
  type Attempt,
  ChannelKind,
  ConsentRepository,
  type Delivery,
  Digest,
  type Execution,
  ExecutionRepository,
  type Notification,
  Outbox,
  TaskRepository,
  type UserId
} from "@vedette/domain"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Equal from "effect/Equal"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { emptyImage, type StoreImage, type TaskImage } from "../check/StoreImage.ts"
import type { StoragePorts } from "./SimulatedStorage.ts"

const EVERYTHING = 100_000

/** What is as it was keeps its reference, row by row, and so does a whole part. */
const kept = <Row>(before: ReadonlyMap<string, Row>, rows: ReadonlyArray<readonly [string, Row]>): ReadonlyMap<string, Row> => {
  const after = new Map(rows.map(([id, row]) => {
    const old = before.get(id)
    return [id, old !== undefined && Equal.equals(old, row) ? old : row] as const
  }))
  return after.size === before.size && [...after].every(([id, row]) => before.get(id) === row) ? before : after
}

/** The kind of channel whose recipients must have agreed. */
const MAIL = ChannelKind.make("mail")

const decodeDigests = Schema.decodeUnknownSync(Schema.Array(Schema.toCodecJson(Digest)))

const byId = <Row extends { readonly id: string }>(rows: ReadonlyArray<Row>) => rows.map((row) => [row.id, row] as const)

/** Pictures of a storage on PostgreSQL, one after the other; to be taken while nobody writes. */
export const makePostgresImages = (sql: PgClient, ports: Context.Context<StoragePorts>): Effect.Effect<StoreImage> => {
  const tasks = Context.get(ports, TaskRepository)
  const executions = Context.get(ports, ExecutionRepository)
  const outbox = Context.get(ports, Outbox)
  const channels = Context.get(ports, AccountChannels)
  const consents = Context.get(ports, ConsentRepository)
  let last = emptyImage

  const take = Effect.gen(function*() {
    const timers = yield* sql<{ id: string; userId: UserId; generation: number; fence: number; dueMs: number | null; leaseMs: number | null }>`
      SELECT id, user_id AS "userId", generation, fence, (extract(epoch FROM due_at) * 1000)::float8 AS "dueMs",
        (extract(epoch FROM lease_until) * 1000)::float8 AS "leaseMs"
      FROM vedette.tasks`
    const leases = yield* sql<{ id: string; ms: number }>`
      SELECT id, (extract(epoch FROM lease_until) * 1000)::float8 AS ms FROM vedette.deliveries WHERE lease_until IS NOT NULL`
    const owners = [...new Set(timers.map(({ userId }) => userId))]
    const stored = (yield* Effect.forEach(owners, (userId) => tasks.list({ userId, state: null, after: null, limit: null }))).flat()
    const images = stored.flatMap((task): ReadonlyArray<readonly [string, TaskImage]> => {
      const timer = timers.find(({ id }) => id === task.id)
      return timer === undefined
        ? []
        : [[task.id, { task, generation: timer.generation, fence: timer.fence, dueMs: timer.dueMs, leaseUntilMs: timer.leaseMs }]]
    })
    const runs: ReadonlyArray<Execution> = (yield* Effect.forEach(stored, ({ id }) =>
      executions.list({ taskId: id, status: null, notifiedOnly: false, after: null, offset: 0, limit: EVERYTHING }))).flat()
    const tries = yield* executions.attempts(runs.map(({ id }) => id))
    const attempts = new Map<string, Array<Attempt>>()
    for (const attempt of tries) attempts.set(attempt.executionId, [...attempts.get(attempt.executionId) ?? [], attempt])
    const owed: ReadonlyArray<Delivery> = (yield* Effect.forEach(stored, ({ id, userId }) =>
      outbox.deliveries({ userId, taskId: id, executionId: null, kind: null, limit: EVERYTHING, offset: 0 }))).flat()
    const ids = yield* sql<{ id: Notification["id"] }>`SELECT id FROM vedette.notifications`
    const notifications = (yield* Effect.forEach(ids, ({ id }) => {
      const known = last.notifications.get(id)
      return known === undefined ? Effect.map(outbox.notification(id), Option.toArray) : Effect.succeed([known])
    })).flat()
    const digests = yield* sql<{ digest: unknown; id: string; leaseMs: number | null }>`
      SELECT id, (extract(epoch FROM lease_until) * 1000)::float8 AS "leaseMs",
        json_build_object('id', id, 'userId', user_id, 'kind', kind, 'status', status, 'attempts', attempts, 'dueAt', due_at,
          'fence', fence, 'lastError', last_error, 'createdAt', created_at, 'completedAt', completed_at) AS digest
      FROM vedette.digests`
    const users = (yield* sql<{ id: UserId }>`SELECT id FROM vedette.users`).map(({ id }) => id)
    const defaults = (yield* Effect.forEach(users, (userId) => channels.list(userId))).flat()
    const verified = (yield* Effect.forEach(users, (userId) => consents.verified(userId, MAIL))).flat()
    const optOuts = (yield* Effect.forEach(users, (userId) => consents.optOuts(userId, MAIL))).flat()
    last = {
      digests: kept(last.digests, byId(decodeDigests(digests.map(({ digest }) => digest)))),
      digestLeases: kept(last.digestLeases, digests.flatMap(({ id, leaseMs }) => leaseMs === null ? [] : [[id, leaseMs] as const])),
      accountChannels: kept(last.accountChannels, defaults.map((row) => [`${row.userId} ${row.kind}`, row] as const)),
      verifiedAddresses: kept(last.verifiedAddresses, verified.map((row) => [`${row.userId} ${row.address}`, row] as const)),
      optOuts: kept(last.optOuts, optOuts.map((row) => [`${row.userId} ${row.address} ${row.taskId ?? ""}`, row] as const)),
      tasks: kept(last.tasks, images),
      executions: kept(last.executions, byId(runs)),
      attempts: kept<ReadonlyArray<Attempt>>(last.attempts, [...attempts]),
      notifications: kept(last.notifications, byId(notifications)),
      deliveries: kept(last.deliveries, byId(owed)),
      deliveryLeases: kept(last.deliveryLeases, leases.map(({ id, ms }) => [id, ms] as const))
    }
    return last
  })
  return Effect.orDie(take)
}

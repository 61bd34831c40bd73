import * as PgClient from "@effect/sql-pg/PgClient"
import type {
  AccountChannels,
  AccountRepository,
  BudgetLedger,
  ConsentRepository,
  DigestRepository,
  MessageTemplates,
  DutyRoster,
  ExecutionRepository,
  FeedTokenRepository,
  IdempotencyStore,
  Inbox,
  Installation,
  Outbox,
  PageArchive,
  RateLimits,
  StoreExamination,
  TaskRepository,
  UnitOfWork,
  WorkQueue
} from "@vedette/domain"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import { PostgresAccountChannels } from "./account/PostgresAccountChannels.ts"
import { PostgresAccountRepository } from "./account/PostgresAccountRepository.ts"
import { PostgresFeedTokenRepository } from "./account/PostgresFeedTokenRepository.ts"
import { PostgresInstallation } from "./account/PostgresInstallation.ts"
import { PostgresPageArchive } from "./archive/PostgresPageArchive.ts"
import { PostgresBudgetLedger } from "./budget/PostgresBudgetLedger.ts"
import { PostgresConsentRepository } from "./consent/PostgresConsentRepository.ts"
import { PostgresMessageTemplates } from "./account/PostgresMessageTemplates.ts"
import { Database, databaseOf } from "./Database.ts"
import { PostgresDigestRepository } from "./digest/PostgresDigestRepository.ts"
import { PostgresDutyRoster } from "./duty/PostgresDutyRoster.ts"
import { PostgresExecutionRepository } from "./execution/PostgresExecutionRepository.ts"
import { PostgresInbox } from "./outbox/PostgresInbox.ts"
import { PostgresOutbox } from "./outbox/PostgresOutbox.ts"
import { postgresClient } from "./postgresClient.ts"
import { PostgresUnitOfWork } from "./PostgresUnitOfWork.ts"
import { startBoss } from "./queue/startBoss.ts"
import { carriersLayer } from "./queue/Carriers.ts"
import { noPresence, presenceLayer } from "./queue/Presence.ts"
import { PostgresWorkQueue } from "./queue/PostgresWorkQueue.ts"
import { PostgresIdempotencyStore } from "./request/PostgresIdempotencyStore.ts"
import { PostgresRateLimits } from "./request/PostgresRateLimits.ts"
import { requireSchema } from "./schema/requireSchema.ts"
import { DEFAULT_SCHEMA, schemaNamesOf } from "./schema/schemaNames.ts"
import type { StorageSchemaError } from "./schema/StorageSchemaError.ts"
import { PostgresStoreExamination } from "./upkeep/PostgresStoreExamination.ts"
import { PostgresTaskRepository } from "./task/PostgresTaskRepository.ts"

export interface PostgresStorageOptions {
  /** `postgres://…`; `?sslmode=` is honoured. */
  readonly url: Redacted.Redacted
  /**
   * Connections for statements and transactions. Default 10. One more is opened for `WorkQueue.wake` while somebody
   * listens and one for `claims`, and pg-boss has a pool of at most 2 for its own upkeep.
   */
  readonly maxConnections?: number
  /** Where `migrate` put the tables. Default `vedette`. */
  readonly schema?: string
  /**
   * Whether this process takes part in pg-boss's upkeep: noticing dead workers by heartbeat, cleaning up. Default
   * true. A process that only schedules can leave it to the workers.
   */
  readonly supervise?: boolean
  /**
   * Whether this process claims runs: then it keeps a session by which the others know within seconds that it died
   * (`Presence`), and not only when its leases have run out. Default: as `supervise`.
   */
  readonly claims?: boolean
}

export type PostgresStorageServices =
  | UnitOfWork
  | TaskRepository
  | ExecutionRepository
  | Outbox
  | AccountRepository
  | ConsentRepository
  | DigestRepository
  | MessageTemplates
  | FeedTokenRepository
  | AccountChannels
  | Inbox
  | Installation
  | RateLimits
  | BudgetLedger
  | PageArchive
  | IdempotencyStore
  | DutyRoster
  | StoreExamination
  | WorkQueue

/** Enough for a worker's runs in progress: a run holds a connection only while it claims, beats or settles. */
const DEFAULT_CONNECTIONS = 10

const layer = (options: PostgresStorageOptions): Layer.Layer<PostgresStorageServices, StorageSchemaError> => {
  // Those beyond are the listener's and the presence's, which keep theirs and must not starve the statements.
  const client = postgresClient(options.url, (options.maxConnections ?? DEFAULT_CONNECTIONS) + 2)
  const database = Layer.effect(
    Database,
    Effect.gen(function*() {
      const { schema } = yield* schemaNamesOf(options.schema)
      const sql = yield* PgClient.PgClient
      yield* requireSchema(sql, schema)
      return databaseOf(sql, schema)
    })
  )
  const carriers = Layer.unwrap(Effect.gen(function*() {
    const { bossSchema } = yield* schemaNamesOf(options.schema)
    return carriersLayer(yield* startBoss({ url: options.url, bossSchema, supervise: options.supervise ?? true }))
  }))
  return Layer.mergeAll(
    PostgresUnitOfWork,
    PostgresTaskRepository,
    PostgresExecutionRepository,
    PostgresOutbox,
    PostgresAccountRepository,
    PostgresConsentRepository,
    PostgresDigestRepository,
    PostgresMessageTemplates,
    PostgresFeedTokenRepository,
    PostgresAccountChannels,
    PostgresInbox,
    PostgresInstallation,
    PostgresRateLimits,
    PostgresBudgetLedger,
    PostgresPageArchive,
    PostgresIdempotencyStore,
    PostgresDutyRoster,
    Layer.provideMerge(PostgresStoreExamination, PostgresWorkQueue)
  ).pipe(
    Layer.provide(options.claims ?? options.supervise ?? true ? presenceLayer : noPresence),
    Layer.provide(carriers),
    Layer.provide(database),
    Layer.provide(client)
  )
}

/**
 * `DATABASE_URL`, and optionally `DATABASE_MAX_CONNECTIONS` and `DATABASE_SCHEMA`. `supervise` is the program's to
 * say and not its environment's.
 */
const layerConfig = (
  options: Pick<PostgresStorageOptions, "supervise"> = {}
): Layer.Layer<PostgresStorageServices, StorageSchemaError | Config.ConfigError> =>
  Layer.unwrap(Effect.map(
    Config.all({
      url: Config.Redacted("DATABASE_URL"),
      maxConnections: Config.Int("DATABASE_MAX_CONNECTIONS").pipe(Config.withDefault(DEFAULT_CONNECTIONS)),
      schema: Config.String("DATABASE_SCHEMA").pipe(Config.withDefault(DEFAULT_SCHEMA))
    }),
    (config) => layer({ ...config, ...options })
  ))

/**
 * The domain's storage ports on one PostgreSQL (15 or later).
 *
 * Builds only on a database that `migrate` has brought to this version, and never changes a schema itself.
 */
export const PostgresStorage = { layer, layerConfig }

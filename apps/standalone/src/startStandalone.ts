import { ensureFirstUser, generateApiKey } from "@vedette/domain"
import { EmbeddedPostgres, type RunningPostgres } from "@vedette/postgres-embedded"
import { type AccessSettings, serve, serverOptions } from "@vedette/server"
import { migrate, PostgresStorage } from "@vedette/storage-postgres"
import { workerLayer, type WorkerOptions } from "@vedette/worker"
import * as Effect from "effect/Effect"
import { Base64 } from "effect/encoding"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { SecureRandom } from "effect/crypto"
import { databaseCheck, decodeSecretKey, exportQueue, schemaCheck, workCheck, startEngine, WebCryptoSecrets } from "vedette"
import { databaseRefused, keyFile, requireDatabase, requireSecretKey, StartRefused } from "vedette/node"
import { ownUrl } from "./ownUrl.ts"

export interface StandaloneOptions extends WorkerOptions, Partial<AccessSettings> {
  readonly host: string
  readonly port: number
  readonly databaseUrl: string | null
  readonly dataDir: string
  readonly secretKey: Uint8Array | null
  readonly apiKey: string | null
  readonly userEmail: string | null
  /** A collector that is pushed to: then the queue is measured for it. Default null. */
  readonly otlpEndpoint?: string | null
}

export interface Standalone {
  /** Where the API listens, without a slash at the end. */
  readonly url: string
  readonly apiKey: string
  /** The file the key is in; null when it came from the environment. */
  readonly apiKeyPath: string | null
  /** Nobody is asked for the key. */
  readonly noAuth: boolean
  /** Where the embedded database is; null when it is somebody else's. */
  readonly database: RunningPostgres | null
}

/** Keys alone, from anywhere, as often as they like: what an embedder gets who says nothing. */
const defaultAccess: AccessSettings = {
  noAuth: false,
  oidcIssuer: null,
  oidcAudience: null,
  oidcJwksUrl: null,
  corsOrigins: [],
  trustedProxies: [],
  rateLimit: 0,
  publicRateLimit: 0
}

const freshSecretKey = SecureRandom.SecureRandom.use((random) => random.randomBytes(32)).pipe(
  Effect.map(Base64.encode)
)

/** The key kept in the data folder, made on the first start. */
const secretKeyFile = Effect.fn("secretKeyFile")(function*(dataDir: string) {
  const { key, path } = yield* keyFile(dataDir, "secret-key", freshSecretKey)
  return yield* Effect.fromResult(decodeSecretKey(key)).pipe(
    Effect.mapError((why) => new StartRefused({ exitCode: 78, message: `Vedette cannot start: ${path} holds no usable key. ${why}` }))
  )
})

/** The database this process works on: the one it is pointed to, or its own, with the key of what is sealed in it. */
const database = Effect.fn("database")(function*(options: StandaloneOptions) {
  if (options.databaseUrl !== null) {
    return { ...(yield* requireDatabase(options, "npm start with DATABASE_URL")), embedded: null }
  }
  const embedded = yield* EmbeddedPostgres.start({ dataDir: options.dataDir }).pipe(
    Effect.mapError(({ message }) => new StartRefused({ exitCode: 1, message: `Vedette cannot start. ${message}` }))
  )
  const secretKey = options.secretKey ?? (yield* secretKeyFile(options.dataDir))
  return { databaseUrl: embedded.url, secretKey: Redacted.make(secretKey), embedded }
})

/** Server, worker and, unless it is pointed to another, an embedded database, for the life of the scope. */
export const startStandalone = Effect.fn("startStandalone")(function*(options: StandaloneOptions) {
  const { databaseUrl, embedded, secretKey } = yield* database(options)
  const url = Redacted.make(databaseUrl)
  yield* migrate({ url }).pipe(Effect.mapError(databaseRefused))
  const services = yield* Layer.build(
    Layer.mergeAll(
      PostgresStorage.layer({ url, supervise: true }),
      WebCryptoSecrets.layer({ key: secretKey }),
      // On one machine its own address is where a reader of its mails clicks, unless the port is not known yet.
      workerLayer({ ...options, publicUrl: options.publicUrl ?? ownUrl(options.host, options.port) })
    )
  )
  return yield* Effect.gen(function*() {
    yield* requireSecretKey
    const { key, path } = options.apiKey === null
      ? yield* keyFile(options.dataDir, "api-key", generateApiKey)
      : { key: options.apiKey, path: null }
    yield* ensureFirstUser({ email: options.userEmail, key })
    yield* startEngine
    if (options.otlpEndpoint != null) yield* exportQueue
    const server = yield* serve({
      ...(yield* serverOptions({ ...defaultAccess, ...options })),
      host: options.host,
      port: options.port,
      publicUrl: options.publicUrl,
      readiness: [yield* databaseCheck, yield* schemaCheck, yield* workCheck]
    })
    const standalone: Standalone = { url: server.url, apiKey: key, apiKeyPath: path, noAuth: options.noAuth ?? false, database: embedded }
    return standalone
  }).pipe(Effect.provide(services))
}, Effect.provide(SecureRandom.layerWebCrypto))

import { migrate, PostgresStorage } from "@vedette/storage-postgres"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import {
  budgetSettings,
  databaseCheck,
  emailSettings,
  exportQueue,
  logSettings,
  outboundSettings,
  policySettings,
  probeSettings,
  schemaCheck,
  searchSettings,
  startEngine,
  storageSettings,
  WebCryptoSecrets,
  workCheck,
  workerSettings
} from "vedette"
import { databaseRefused, loadSettings, requireDatabase, requireSecretKey, runProcess, serveProbes, telemetryLayer } from "vedette/node"
import { workerLayer } from "./workerLayer.ts"

// A worker on a database that a server shares. Any number of them may run.

const main = Effect.gen(function*() {
  const settings = yield* loadSettings({
    ...storageSettings,
    ...workerSettings,
    ...searchSettings,
    ...budgetSettings,
    ...probeSettings,
    ...policySettings,
    ...outboundSettings,
    ...emailSettings,
    ...logSettings
  })
  const { databaseUrl, secretKey } = yield* requireDatabase(settings, "npm run worker")
  yield* migrate({ url: Redacted.make(databaseUrl) }).pipe(Effect.mapError(databaseRefused))
  const layer = Layer.mergeAll(
    PostgresStorage.layer({ url: Redacted.make(databaseUrl), supervise: true }),
    WebCryptoSecrets.layer({ key: secretKey }),
    workerLayer(settings),
    telemetryLayer(settings, "vedette-worker")
  )
  return yield* Effect.gen(function*() {
    yield* requireSecretKey
    yield* Effect.addFinalizer(() => Effect.logInfo("The worker has stopped"))
    yield* startEngine
    if (settings.otlpEndpoint !== null) yield* exportQueue
    if (settings.probePort !== null) {
      const probes = yield* serveProbes({
        host: settings.probeHost,
        port: settings.probePort,
        readiness: [yield* databaseCheck, yield* schemaCheck, yield* workCheck]
      })
      yield* Effect.logInfo(`The worker answers probes on ${probes.url}`)
    }
    yield* Effect.logInfo(`The worker is ready, ${settings.concurrency} runs at a time`)
    yield* Effect.addFinalizer(() => Effect.logInfo("The worker was told to stop: it takes up nothing more, and ends what it has in hand"))
    return yield* Effect.never
    // The scope is inside the layer: what runs on a storage has to stop before the storage does.
  }).pipe(Effect.scoped, Effect.provide(layer))
})

runProcess(main)

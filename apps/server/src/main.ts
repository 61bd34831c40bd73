import { defaultPolicy, ensureFirstUser, generateApiKey, Policy } from "@vedette/domain"
import { OutboundHttpFetch } from "@vedette/outbound"
import { migrate, PostgresStorage } from "@vedette/storage-postgres"
import { searchLayer } from "@vedette/worker"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { SecureRandom } from "effect/crypto"
import {
  accessSettings,
  accountSettings,
  budgetCaps,
  budgetSettings,
  databaseCheck,
  emailSettings,
  logSettings,
  outboundSettings,
  schemaCheck,
  policySettings,
  searchSettings,
  serverSettings,
  storageSettings,
  WebCryptoSecrets
} from "vedette"
import { databaseRefused, keyFile, loadSettings, requireDatabase, requireSecretKey, runProcess, telemetryLayer } from "vedette/node"
import { notifiersLayer } from "./notifiers.ts"
import { serve } from "./serve.ts"
import { serverOptions } from "./serverOptions.ts"

// The HTTP server on a database that workers share. Any number of them may run.

const main = Effect.gen(function*() {
  const settings = yield* loadSettings({
    ...serverSettings,
    ...storageSettings,
    ...accountSettings,
    ...accessSettings,
    ...policySettings,
    ...searchSettings,
    ...budgetSettings,
    ...outboundSettings,
    ...emailSettings,
    ...logSettings
  })
  const { databaseUrl, secretKey } = yield* requireDatabase(settings, "npm run server")
  const url = Redacted.make(databaseUrl)
  yield* migrate({ url }).pipe(Effect.mapError(databaseRefused))
  const layer = Layer.mergeAll(
    PostgresStorage.layer({ url, supervise: false }),
    WebCryptoSecrets.layer({ key: secretKey }),
    notifiersLayer(settings),
    Layer.succeed(Policy, {
      ...defaultPolicy,
      minInterval: settings.minInterval,
      maxInterval: settings.maxInterval,
      maxActiveTasks: settings.maxActiveTasks,
      budget: budgetCaps(settings)
    }),
    // For previews: judged here as a worker would judge them.
    searchLayer(settings),
    SecureRandom.layerWebCrypto,
    telemetryLayer(settings, "vedette-server")
  ).pipe(Layer.provide(OutboundHttpFetch.layer({ allowPrivateAddresses: settings.allowPrivateAddresses })))
  return yield* Effect.gen(function*() {
    yield* requireSecretKey
    const firstKey = settings.apiKey === null ? yield* keyFile(settings.dataDir, "api-key", generateApiKey) : { key: settings.apiKey, path: null }
    yield* ensureFirstUser({ email: settings.userEmail, key: firstKey.key })
    const server = yield* serve({
      ...(yield* serverOptions(settings)),
      host: settings.host,
      port: settings.port,
      publicUrl: settings.publicUrl,
      readiness: [yield* databaseCheck, yield* schemaCheck]
    })
    console.log(`The server is ready on ${server.url}`)
    if (firstKey.path !== null) console.log(`The first user's API key is in ${firstKey.path}`)
    return yield* Effect.never
    // The scope is inside the layer: what runs on a storage has to stop before the storage does.
  }).pipe(Effect.scoped, Effect.provide(layer))
})

runProcess(main)

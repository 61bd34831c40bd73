import { examineStore } from "@vedette/domain"
import { OutboundHttpFetch } from "@vedette/outbound"
import { EmbeddedPostgres } from "@vedette/postgres-embedded"
import { PostgresStorage } from "@vedette/storage-postgres"
import { notifiersLayer } from "@vedette/worker"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { SecureRandom } from "effect/crypto"
import { parseArgs } from "node:util"
import { logSettings, emailSettings, outboundSettings, serverSettings, storageSettings } from "vedette"
import { databaseRefused, loadSettings, loggerLayer, runProcess, StartRefused } from "vedette/node"
import { printReport } from "./doctor/printReport.ts"

// Walks the store and tells every invariant that is broken; with --fix it repairs what can be repaired.

const usage = `npm run doctor -- [--fix] [--json]

  --fix    repair what is broken; safe while servers and workers run
  --json   one JSON document on standard output

It looks at the database in DATABASE_URL, or else at the embedded one in VEDETTE_DATA_DIR, which must not be running.
The exit code is 1 when something is broken and was not repaired.`

const options = Effect.try({
  try: () => parseArgs({ options: { fix: { type: "boolean" }, json: { type: "boolean" }, help: { type: "boolean" } }, strict: true }).values,
  catch: (error) => new StartRefused({ exitCode: 78, message: `${error instanceof Error ? error.message : String(error)}\n\n${usage}` })
})

const main = Effect.gen(function*() {
  const { fix = false, help = false, json = false } = yield* options
  if (help) return console.log(usage)
  const settings = yield* loadSettings({
    ...storageSettings,
    ...outboundSettings,
    ...emailSettings,
    publicUrl: serverSettings.publicUrl,
    ...logSettings
  })
  const url = settings.databaseUrl ?? (yield* EmbeddedPostgres.start({ dataDir: settings.dataDir }).pipe(
    Effect.mapError(({ message }) => new StartRefused({ exitCode: 1, message }))
  )).url
  const layer = Layer.mergeAll(
    PostgresStorage.layer({ url: Redacted.make(url), supervise: false }),
    notifiersLayer(settings).pipe(
      Layer.provide(OutboundHttpFetch.layer({ allowPrivateAddresses: settings.allowPrivateAddresses }))
    ),
    SecureRandom.layerWebCrypto,
    loggerLayer(settings)
  )
  const report = yield* examineStore({ fix }).pipe(
    Effect.provide(layer),
    Effect.catchTag("StorageSchemaError", (error) => Effect.fail(databaseRefused(error)))
  )
  console.log(json ? JSON.stringify(report, null, 2) : printReport(report, fix))
  const left = report.findings.filter(({ repaired }) => !repaired).length
  if (left > 0) {
    return yield* new StartRefused({ exitCode: 1, message: `${left} ${left === 1 ? "invariant is" : "invariants are"} broken.` })
  }
})

runProcess(main)

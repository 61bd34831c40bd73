import * as Effect from "effect/Effect"
import {
  accessSettings,
  accountSettings,
  budgetSettings,
  emailSettings,
  logSettings,
  outboundSettings,
  policySettings,
  searchSettings,
  serverSettings,
  storageSettings,
  workerSettings
} from "vedette"
import { loadSettings, runProcess, StartRefused, telemetryLayer } from "vedette/node"
import { readyMessage } from "./readyMessage.ts"
import { startStandalone } from "./startStandalone.ts"

const main = Effect.gen(function*() {
  const settings = yield* loadSettings({
    ...serverSettings,
    ...storageSettings,
    ...accountSettings,
    ...accessSettings,
    ...workerSettings,
    ...searchSettings,
    ...budgetSettings,
    ...policySettings,
    ...outboundSettings,
    ...emailSettings,
    ...logSettings
  })
  return yield* Effect.gen(function*() {
    const standalone = yield* startStandalone(settings)
    console.log(readyMessage(standalone))
    // A database that ended on its own takes the process with it: somebody who watches processes restarts both.
    if (standalone.database === null) return yield* Effect.never
    yield* standalone.database.ended
    return yield* new StartRefused({ exitCode: 1, message: "The embedded database ended on its own." })
  }).pipe(Effect.provide(telemetryLayer(settings, "vedette")))
})

runProcess(main)

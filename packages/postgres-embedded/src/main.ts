import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { EmbeddedPostgres } from "./EmbeddedPostgres.ts"

// The embedded PostgreSQL alone: its URL on one line of stdout, everything else on stderr, until it is told to stop.

const program = Effect.scoped(Effect.gen(function*() {
  const running = yield* EmbeddedPostgres.start({
    dataDir: process.env["VEDETTE_DATA_DIR"] || ".vedette",
    log: (line) => console.error(line)
  })
  if (running.relocatedFrom !== null) {
    console.error(`PostgreSQL's user cannot reach ${running.relocatedFrom}; the database is in ${running.dataDir}.`)
  }
  console.log(running.url)
  yield* running.ended
  console.error("PostgreSQL ended on its own; its last lines are above.")
  return 1
})).pipe(
  Effect.catch((error) => Effect.sync(() => {
    console.error(error.message)
    return 1
  }))
)

const fiber = Effect.runFork(program)
// A second signal changes nothing: the stop is under way, and cutting it short would only cost the next start a recovery.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => fiber.interruptUnsafe())
}
fiber.addObserver((exit) => {
  if (Exit.isSuccess(exit)) process.exit(exit.value)
  if (Cause.hasInterruptsOnly(exit.cause)) {
    console.error("PostgreSQL stopped.")
    process.exit(0)
  }
  console.error(Cause.pretty(exit.cause))
  process.exit(1)
})

import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"

/**
 * Warns of a failure that comes again every few seconds for as long as it lasts, in one line: where ours began tells nobody
 * more. A bug is written out.
 */
export const warnInALine = (what: string, cause: Cause.Cause<unknown>): Effect.Effect<void> =>
  Option.match(Cause.findErrorOption(cause), {
    onNone: () => Effect.logWarning(what, cause),
    onSome: (error) => Effect.logWarning(`${what}: ${error instanceof Error ? error.message : String(error)}`)
  })

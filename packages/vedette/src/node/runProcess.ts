import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import { StartRefused } from "./StartRefused.ts"

const report = (cause: Cause.Cause<unknown>): number => {
  if (Cause.hasInterruptsOnly(cause)) return 0
  const error = Option.getOrUndefined(Cause.findErrorOption(cause))
  if (error instanceof StartRefused) {
    console.error(error.message)
    return error.exitCode
  }
  // A tagged error was foreseen and says what is wrong; anything else is a bug and needs its stack.
  console.error(
    error instanceof Error && "_tag" in error ? `Vedette cannot go on: ${error.message}` : Cause.pretty(cause)
  )
  return 1
}

/**
 * Runs the main effect of a process: SIGTERM and SIGINT close its scope, and being asked to stop is not a failure
 * (exit code 0); what goes wrong is said in words.
 */
export const runProcess = (main: Effect.Effect<void, unknown, Scope.Scope>): void =>
  NodeRuntime.runMain(Effect.scoped(main), {
    disableErrorReporting: true,
    teardown: (exit, onExit) => onExit(Exit.isSuccess(exit) ? 0 : report(exit.cause))
  })

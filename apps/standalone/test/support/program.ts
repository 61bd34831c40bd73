import * as Data from "effect/Data"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../../../../", import.meta.url))

/** How long a program may take to say that it is ready: generous, because CI machines are slow and shared. */
const READY_WITHIN = "60 seconds"

class NotSaid extends Data.TaggedError("NotSaid")<{ readonly message: string }> {}

/** A process of ours, started as a user starts it. */
export interface Program {
  readonly pid: number
  /** Everything it has printed, both streams. */
  readonly output: () => string
  /** The first match of `pattern` in what it prints. Fails when it ends without. */
  readonly says: (pattern: RegExp) => Effect.Effect<RegExpExecArray, NotSaid>
  readonly kill: (signal: NodeJS.Signals) => Effect.Effect<void>
  /** Its exit code, or the signal that ended it. */
  readonly ended: Effect.Effect<number | NodeJS.Signals>
}

/** Starts `apps/…/src/main.ts` for the life of the scope; whatever is left of it then is killed. */
export const startProgram = Effect.fn("startProgram")(function*(
  file: string,
  environment: Readonly<Record<string, string>>,
  args: ReadonlyArray<string> = []
) {
  const ended = yield* Deferred.make<number | NodeJS.Signals>()
  const child = yield* Effect.acquireRelease(
    Effect.sync(() =>
      spawn(process.execPath, ["--conditions=@vedette/source", file, ...args], {
        cwd: root,
        env: { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", ...environment },
        stdio: ["ignore", "pipe", "pipe"]
      })
    ),
    (child) =>
      Effect.gen(function*() {
        // Asked first, so that an embedded database is stopped with it; killed when it does not listen.
        child.kill("SIGTERM")
        yield* Effect.timeoutOption(Deferred.await(ended), "15 seconds")
        child.kill("SIGKILL")
      })
  )
  let printed = ""
  const listeners = new Set<() => void>()
  const hear = (chunk: Buffer) => {
    printed += chunk.toString("utf8")
    for (const listener of listeners) listener()
  }
  child.stdout.on("data", hear)
  child.stderr.on("data", hear)
  child.once("close", (code, signal) => {
    Deferred.doneUnsafe(ended, Effect.succeed(signal ?? code ?? -1))
    for (const listener of listeners) listener()
  })
  const program: Program = {
    pid: child.pid ?? -1,
    output: () => printed,
    says: (pattern) =>
      Effect.callback<RegExpExecArray, NotSaid>((resume) => {
        const look = () => {
          const match = pattern.exec(printed)
          if (match !== null) resume(Effect.succeed(match))
          else if (child.exitCode !== null || child.signalCode !== null) {
            resume(Effect.fail(new NotSaid({ message: `${file} ended before it said ${pattern}:\n${printed}` })))
          }
        }
        listeners.add(look)
        look()
        return Effect.sync(() => listeners.delete(look))
      }).pipe(Effect.timeoutOrElse({
        duration: READY_WITHIN,
        orElse: () => Effect.fail(new NotSaid({ message: `${file} did not say ${pattern}:\n${printed}` }))
      })),
    kill: (signal) => Effect.sync(() => void child.kill(signal)),
    ended: Deferred.await(ended)
  }
  return program
})

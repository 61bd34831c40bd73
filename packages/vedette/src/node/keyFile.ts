import * as Effect from "effect/Effect"
import { mkdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { StartRefused } from "./StartRefused.ts"

/** What Node's file system rejects with. */
const systemError = (error: unknown) => error as NodeJS.ErrnoException

/**
 * The key kept in a file of the data folder, made and written (0600) when there is none. Of two processes that start
 * at once one writes and the other reads what it wrote.
 */
export const keyFile = Effect.fn("keyFile")(function*<R>(
  folder: string,
  name: string,
  fresh: Effect.Effect<string, never, R>
) {
  const path = join(folder, name)
  const refuse = (error: NodeJS.ErrnoException) =>
    new StartRefused({
      exitCode: 1,
      message: `Vedette cannot start: the key file ${path} cannot be read or written (${error.message}).`
    })
  const read = Effect.tryPromise({ try: () => readFile(path, "utf8"), catch: systemError })
  const made = yield* fresh
  const write = Effect.tryPromise({
    try: async () => {
      await mkdir(folder, { recursive: true })
      await writeFile(path, `${made}\n`, { mode: 0o600, flag: "wx" })
      return made
    },
    catch: systemError
  })
  const key = yield* read.pipe(
    Effect.catchIf((error) => error.code === "ENOENT", () => write),
    Effect.catchIf((error) => error.code === "EEXIST", () => read),
    Effect.mapError(refuse)
  )
  return { key: key.trim(), path }
})

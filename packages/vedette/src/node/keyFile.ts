import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import { mkdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { StartRefused } from "./StartRefused.ts"

class FileError extends Data.TaggedError("FileError")<{ readonly code: string | undefined; readonly message: string }> {}

const fileError = (error: unknown): FileError => {
  const { code, message } = error as NodeJS.ErrnoException
  return new FileError({ code, message })
}

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
  const refuse = (error: FileError) =>
    new StartRefused({
      exitCode: 1,
      message: `Vedette cannot start: the key file ${path} cannot be read or written (${error.message}).`
    })
  const read = Effect.tryPromise({ try: () => readFile(path, "utf8"), catch: fileError })
  const made = yield* fresh
  const write = Effect.tryPromise({
    try: async () => {
      await mkdir(folder, { recursive: true })
      await writeFile(path, `${made}\n`, { mode: 0o600, flag: "wx" })
      return made
    },
    catch: fileError
  })
  const key = yield* read.pipe(
    Effect.catchIf((error) => error.code === "ENOENT", () => write),
    Effect.catchIf((error) => error.code === "EEXIST", () => read),
    Effect.mapError(refuse)
  )
  return { key: key.trim(), path }
})

import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { readFileSync } from "node:fs"
import { readSettings, type Setting, type SettingProblem } from "../settings/Setting.ts"
import { StartRefused } from "./StartRefused.ts"

/** One readable list of everything that is wrong. */
export const refuseSettings = (problems: ReadonlyArray<SettingProblem>): StartRefused =>
  new StartRefused({
    exitCode: 78,
    message: [
      `Vedette cannot start: ${problems.length === 1 ? "a setting is" : `${problems.length} settings are`} wrong.`,
      ...problems.map(({ name, problem }) => `  ${name} ${problem}.`),
      "All settings are described in docs/reference/settings.md."
    ].join("\n")
  })

/** The settings of a process from its environment. */
export const loadSettings = <T extends Record<string, Setting<unknown>>>(table: T) =>
  Effect.suspend(() =>
    Result.match(readSettings(table, process.env, (path) => readFileSync(path, "utf8")), {
      onFailure: (problems) => Effect.fail(refuseSettings(problems)),
      onSuccess: (values) => Effect.succeed(values)
    })
  )

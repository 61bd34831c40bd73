import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { SettingProblem } from "../settings/Setting.ts"
import { refuseSettings } from "./loadSettings.ts"
import { StartRefused } from "./StartRefused.ts"

/** What a process on a shared database cannot do without: where the database is, and the key of what is sealed in it. */
export const requireDatabase = Effect.fn("requireDatabase")(function*(
  settings: { readonly databaseUrl: string | null; readonly secretKey: Uint8Array | null },
  command: string
) {
  const problems: Array<SettingProblem> = []
  if (settings.databaseUrl === null) {
    problems.push({ name: "DATABASE_URL", problem: `is not set; ${command} works on a database that others share (npm start brings its own)` })
  }
  if (settings.secretKey === null) {
    problems.push({ name: "VEDETTE_SECRET_KEY", problem: "is not set; every process on one DATABASE_URL needs the same one. Make it with: openssl rand -base64 32" })
  }
  if (settings.databaseUrl === null || settings.secretKey === null) return yield* refuseSettings(problems)
  return { databaseUrl: settings.databaseUrl, secretKey: Redacted.make(settings.secretKey) }
})

/** Says of what the database answered to a start which setting it comes from. */
export const databaseRefused = (error: { readonly message: string }): StartRefused =>
  new StartRefused({
    exitCode: 1,
    message: `Vedette cannot start: the database in DATABASE_URL cannot be used. ${error.message}`
  })

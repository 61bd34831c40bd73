import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { decodeSecretKey } from "../secrets/decodeSecretKey.ts"
import { refuseSettings } from "./loadSettings.ts"
import type { SettingProblem } from "../settings/Setting.ts"

/** The key that opens what is sealed in a database, checked; or why the start has to be refused. */
export const secretKeyOf = (text: string): Effect.Effect<Redacted.Redacted<Uint8Array>, ReturnType<typeof refuseSettings>> =>
  Result.match(decodeSecretKey(text), {
    onFailure: (why) => Effect.fail(refuseSettings([{ name: "VEDETTE_SECRET_KEY", problem: `is not usable. ${why}` }])),
    onSuccess: (key) => Effect.succeed(Redacted.make(key))
  })

/** What a process on a shared database cannot do without: where the database is, and the key of what is sealed in it. */
export const requireDatabase = Effect.fn("requireDatabase")(function*(
  settings: { readonly databaseUrl: string | null; readonly secretKey: string | null },
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
  return { databaseUrl: settings.databaseUrl, secretKey: yield* secretKeyOf(settings.secretKey) }
})

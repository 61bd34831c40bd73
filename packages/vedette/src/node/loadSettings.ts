import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { readFileSync } from "node:fs"
import { nameInUse, readSettings, type Setting, type SettingProblem, unknownSettings } from "../settings/Setting.ts"
import { budgetProblems, type BudgetSettings } from "../settings/budgetSettings.ts"
import { noSearchSettings, searchProblems, type SearchSettings } from "../settings/searchSettings.ts"
import { accessSettings, allSettings } from "../settings/settings.ts"
import { isLoopback } from "./isLoopback.ts"
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

const isBudget = (values: object): values is BudgetSettings => "budgetRun" in values

/** What no single variable can be blamed for. A value that could not be read is absent, and is told of by itself. */
const contradictions = (values: Readonly<Record<string, unknown>>, complete: boolean): ReadonlyArray<SettingProblem> => {
  const { host, maxInterval, minInterval, noAuth, oidcAudience, oidcIssuer, oidcJwksUrl } = values
  const problems: Array<SettingProblem> = []
  if (Duration.isDuration(minInterval) && Duration.isDuration(maxInterval) && Duration.isGreaterThan(minInterval, maxInterval)) {
    problems.push({ name: "VEDETTE_MIN_INTERVAL", problem: "must not be longer than VEDETTE_MAX_INTERVAL" })
  }
  if (noAuth === true && typeof host === "string" && !isLoopback(host)) {
    problems.push({
      name: nameInUse(accessSettings.noAuth, process.env),
      problem: `lets everybody in without a key, so the server may only listen on this machine: not on HOST "${host}"`
    })
  }
  if (oidcIssuer === null && (oidcAudience !== null || oidcJwksUrl !== null)) {
    problems.push({ name: "OIDC_ISSUER", problem: "is not set, and without it OIDC_AUDIENCE and OIDC_JWKS_URL mean nothing" })
  }
  // Only a process that judges has read them; what a search lacks is not known before all of them are right.
  if (complete && "geminiModel" in values) {
    const search: SearchSettings = { ...noSearchSettings, ...values }
    problems.push(...searchProblems(search))
    if (isBudget(values)) problems.push(...budgetProblems(values, search))
  }
  return problems
}

/** The settings of a process from its environment. A `VEDETTE_…` variable that is no setting is pointed out: a typing error. */
export const loadSettings = <T extends Record<string, Setting<unknown>>>(table: T) =>
  Effect.suspend(() => {
    for (const name of unknownSettings(allSettings, process.env)) {
      console.error(`${name} is not a setting of Vedette and is ignored. All settings are described in docs/reference/settings.md.`)
    }
    return Result.match(readSettings(table, process.env, (path) => readFileSync(path, "utf8"), contradictions), {
      onFailure: (problems) => Effect.fail(refuseSettings(problems)),
      onSuccess: Effect.succeed
    })
  })

import * as Result from "effect/Result"

/** One environment variable: its name, what it means, and how its text becomes a value. */
export interface Setting<A> {
  readonly name: string
  /** Names that count where this one is not set: those the original's deployments use. */
  readonly fallbacks?: ReadonlyArray<string>
  /** For the reference page, one sentence. */
  readonly meaning: string
  /** The default in words, for the reference page. */
  readonly otherwise: string
  /** May also come as the content of the file that `NAME_FILE` names; its value is never printed. */
  readonly secret: boolean
  /** `undefined`: the variable is not set. A failure says in words what would be right. */
  readonly read: (text: string | undefined) => Result.Result<A, string>
}

/** What is wrong with one variable. */
export interface SettingProblem {
  readonly name: string
  readonly problem: string
}

type Values<T extends Record<string, Setting<unknown>>> = {
  readonly [K in keyof T]: T[K] extends Setting<infer A> ? A : never
}

type Environment = Readonly<Record<string, string | undefined>>

const blankIsUnset = (text: string | undefined) => text === undefined || text.trim() === "" ? undefined : text.trim()

/** The variable that a setting comes from: of its names the first that is set, or its own. */
export const nameInUse = ({ fallbacks, name }: Setting<unknown>, environment: Environment): string =>
  [name, ...(fallbacks ?? [])].find((one) => blankIsUnset(environment[one]) !== undefined) ?? name

const textOf = (
  setting: Setting<unknown>,
  environment: Environment,
  readFile: (path: string) => string
): Result.Result<string | undefined, string> => {
  const file = blankIsUnset(environment[`${setting.name}_FILE`])
  const direct = blankIsUnset(environment[nameInUse(setting, environment)])
  if (!setting.secret || file === undefined) return Result.succeed(direct)
  if (direct !== undefined) return Result.fail(`is set twice: as ${setting.name} and as ${setting.name}_FILE. Keep one`)
  try {
    return Result.succeed(blankIsUnset(readFile(file)))
  } catch {
    return Result.fail(`cannot be read from the file ${file} (${setting.name}_FILE)`)
  }
}

/**
 * Reads every setting of a table, or tells everything that is wrong, in the order of the table.
 *
 * @param contradictions what is wrong with several together, told of those that could be read, after what is wrong with one
 */
export const readSettings = <T extends Record<string, Setting<unknown>>>(
  table: T,
  environment: Environment,
  readFile: (path: string) => string,
  contradictions: (values: Readonly<Record<string, unknown>>, complete: boolean) => ReadonlyArray<SettingProblem> = () => []
): Result.Result<Values<T>, ReadonlyArray<SettingProblem>> => {
  const values: Record<string, unknown> = {}
  const problems: Array<SettingProblem> = []
  for (const [key, setting] of Object.entries(table)) {
    const value = Result.flatMap(textOf(setting, environment, readFile), setting.read)
    if (Result.isFailure(value)) problems.push({ name: nameInUse(setting, environment), problem: value.failure })
    else values[key] = value.success
  }
  problems.push(...contradictions(values, problems.length === 0))
  return problems.length > 0 ? Result.fail(problems) : Result.succeed(values as Values<T>)
}

/** The variables named like ours that are none of ours. */
export const unknownSettings = (
  table: Record<string, Setting<unknown>>,
  environment: Environment
): ReadonlyArray<string> => {
  const known = new Set(Object.values(table).flatMap(({ name, secret }) => secret ? [name, `${name}_FILE`] : [name]))
  return Object.keys(environment).filter((name) => name.startsWith("VEDETTE_") && !known.has(name))
}

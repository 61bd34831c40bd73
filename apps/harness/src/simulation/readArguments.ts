import { parseArgs } from "node:util"

export interface SimulateArguments {
  readonly from: number
  readonly seeds: number
  readonly days: number
  readonly storage: "memory" | "postgres"
}

export const USAGE = `npm run simulate -- [--seeds <count>] [--from <seed>] [--seed <one seed>] [--days <count>] [--storage memory|postgres]

Plays a month of faults for each seed: 100 of them from 1 on, in memory, unless told otherwise. The exit code is 1 when a promise
is broken; what is printed then says how to play that seed again.`

const options = {
  seeds: { type: "string", default: "100" },
  from: { type: "string", default: "1" },
  seed: { type: "string" },
  days: { type: "string", default: "30" },
  storage: { type: "string", default: "memory" }
} as const

const wholeNumber = (name: string, text: string): number => {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number >= 1) return number
  throw new Error(`--${name} takes a whole number from 1 on, not "${text}"`)
}

/** What is to be played, or, where it cannot be understood, why. */
export const readArguments = (args: ReadonlyArray<string>): SimulateArguments | string => {
  try {
    const { values } = parseArgs({ args: [...args], options })
    const { storage } = values
    if (storage !== "memory" && storage !== "postgres") return `--storage takes memory or postgres, not "${storage}"`
    return {
      days: wholeNumber("days", values.days),
      ...(values.seed === undefined
        ? { from: wholeNumber("from", values.from), seeds: wholeNumber("seeds", values.seeds) }
        : { from: wholeNumber("seed", values.seed), seeds: 1 }),
      storage
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

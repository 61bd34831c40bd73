import * as Effect from "effect/Effect"
import { readdir } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import type { Scenario } from "./scenario/Scenario.ts"

const folder = new URL("../scenarios/", import.meta.url)

/** The scenario files, by file name without its ending, in alphabetical order. Each exports one `scenario`. */
export const loadScenarios: Effect.Effect<ReadonlyMap<string, Scenario>> = Effect.promise(async () => {
  const files = (await readdir(fileURLToPath(folder))).filter((file) => file.endsWith(".ts")).sort()
  const loaded = await Promise.all(files.map(async (file) => {
    const { scenario } = await import(new URL(file, folder).href) as { readonly scenario: Scenario }
    return [file.slice(0, -".ts".length), scenario] as const
  }))
  return new Map(loaded)
})

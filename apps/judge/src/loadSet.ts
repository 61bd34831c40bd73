import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { existsSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { LabelledCase } from "./LabelledCase.ts"

/** A set that cannot be judged at all, in a sentence for whoever wrote it. */
export class UnusableSet extends Data.TaggedError("UnusableSet")<{ readonly message: string }> {}

export interface LabelledSet {
  readonly folder: string
  readonly cases: ReadonlyArray<LabelledCase>
}

const decode = Schema.decodeUnknownResult(LabelledCase)

const listIn = (value: unknown): ReadonlyArray<unknown> | null =>
  Array.isArray(value) ? value : typeof value === "object" && value !== null && "cases" in value && Array.isArray(value.cases) ? value.cases : null

/** The cases of a folder's `cases.json`, all or none: a set of which a part was left out would measure something else. */
export const loadSet = (folder: string): Effect.Effect<LabelledSet, UnusableSet> =>
  Effect.gen(function*() {
    const file = join(resolve(folder), "cases.json")
    if (!existsSync(file)) return yield* new UnusableSet({ message: `There is no ${file}.` })
    const parsed = yield* Effect.try({
      try: (): unknown => JSON.parse(readFileSync(file, "utf8")),
      catch: (error) => new UnusableSet({ message: `${file} is not JSON: ${error instanceof Error ? error.message : String(error)}` })
    })
    const list = listIn(parsed)
    if (list === null) return yield* new UnusableSet({ message: `${file} is no list of cases.` })
    const cases: Array<LabelledCase> = []
    for (const [index, value] of list.entries()) {
      const result = decode(value)
      if (Result.isFailure(result)) {
        const id = typeof value === "object" && value !== null && "id" in value ? ` (${String(value.id)})` : ""
        return yield* new UnusableSet({ message: `Case ${index + 1}${id} of ${file} cannot be read: ${String(result.failure)}` })
      }
      cases.push(result.success)
    }
    return { folder: resolve(folder), cases }
  })

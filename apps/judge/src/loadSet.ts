import * as Data from "effect/Data"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
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

/** UTF-8, or what its byte order mark says: editors on Windows write one. */
const decoded = (bytes: Uint8Array): string =>
  new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8").decode(bytes)

const listIn = (value: unknown): ReadonlyArray<unknown> | null =>
  Array.isArray(value) ? value : typeof value === "object" && value !== null && "cases" in value && Array.isArray(value.cases) ? value.cases : null

const named = (value: unknown, index: number): string => {
  const id = typeof value === "object" && value !== null && "id" in value ? value.id : null
  return `Case ${index + 1}${typeof id === "string" || typeof id === "number" ? ` (${id})` : ""}`
}

/** The cases of a folder's `cases.json`, all or none: a set of which a part was left out would measure something else. */
export const loadSet = (folder: string): Effect.Effect<LabelledSet, UnusableSet> =>
  Effect.gen(function*() {
    const file = join(resolve(folder), "cases.json")
    if (!existsSync(file)) return yield* new UnusableSet({ message: `There is no ${file}.` })
    const text = yield* Effect.try({
      try: () => decoded(readFileSync(file)),
      catch: (error) => new UnusableSet({ message: `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}` })
    })
    const parsed = yield* Effect.try({
      try: (): unknown => JSON.parse(text),
      catch: (error) => new UnusableSet({ message: `${file} is not JSON: ${error instanceof Error ? error.message : String(error)}` })
    })
    const list = listIn(parsed)
    if (list === null) return yield* new UnusableSet({ message: `${file} is no list of cases.` })
    const cases: Array<LabelledCase> = []
    for (const [index, value] of list.entries()) {
      const result = decode(value)
      if (Result.isFailure(result)) {
        return yield* new UnusableSet({ message: `${named(value, index)} of ${file} cannot be read: ${result.failure.message.replace(/\s+/g, " ")}.` })
      }
      for (const field of ["now", "since"] as const) {
        const at = result.success[field]
        if (at == null || Option.isSome(DateTime.make(at))) continue
        return yield* new UnusableSet({ message: `${named(value, index)} of ${file} cannot be read: its "${field}" is ${JSON.stringify(at)}, which is no instant of ISO 8601.` })
      }
      cases.push(result.success)
    }
    return { folder: resolve(folder), cases }
  })

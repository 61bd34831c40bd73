import * as Arbitrary from "effect/Arbitrary"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { docAbove, domainSources, root } from "./sourceFiles.ts"

export interface CataloguedError {
  readonly tag: string
  readonly file: string
  readonly meaning: string
  /** Its fields besides the tag. */
  readonly fields: ReadonlyArray<string>
  readonly retryable: "yes" | "no" | "as its reason"
  /** The category a run is stored with when it fails for this reason. */
  readonly category: string | null
}

const declaration = /export class (\w+)\s+extends Schema\.TaggedError/g

const isErrorSchema = (value: unknown): value is Schema.Codec<Error> & { readonly fields: object } =>
  Schema.isSchema(value) && Predicate.hasProperty(value, "fields") && Predicate.isObject(value.fields)

/** What an error says of itself can only be asked of one: its class is sampled, and only what no field decides is read. */
const describe = Effect.fn("describe")(function*(schema: Schema.Codec<Error>, wraps: boolean) {
  const [sample] = yield* Arbitrary.sampleEffect(Arbitrary.schema(schema), { count: 1, seed: 1 })
  const category = !wraps && Predicate.hasProperty(sample, "category") ? String(sample.category) : null
  const says = Predicate.hasProperty(sample, "isRetryable") ? sample.isRetryable : null
  const retryable = wraps ? "as its reason" : (category === null ? says === true : category !== "user_error") ? "yes" : "no"
  return { category, retryable } as const
})

/**
 * Every tagged error the domain's sources declare. It fails on one without a doc comment: an error whose meaning is
 * written nowhere is one nobody can act on.
 */
export const errorCatalogue = Effect.gen(function*() {
  const found: Array<CataloguedError> = []
  for (const { path, text } of domainSources()) {
    for (const { 1: tag = "", index } of text.matchAll(declaration)) {
      const module: object = yield* Effect.promise(() => import(pathToFileURL(join(root, path)).href))
      const schema: unknown = Reflect.get(module, tag)
      if (!isErrorSchema(schema)) return yield* Effect.die(new Error(`${path}: ${tag} is no tagged error`))
      const meaning = docAbove(text, index)
      if (meaning === "") return yield* Effect.die(new Error(`${path}: ${tag} has no doc comment that says what it means`))
      const fields = Object.keys(schema.fields).filter((field) => field !== "_tag")
      found.push({ tag, file: path, meaning, fields, ...(yield* describe(schema, fields.includes("reason"))) })
    }
  }
  return found
})

import * as Schema from "effect/Schema"

/** One thing wrong with a request: where, in words, and as a machine word of FastAPI's vocabulary, which clients know. */
export const Violation = Schema.Struct({
  loc: Schema.Array(Schema.Union([Schema.String, Schema.Int])),
  msg: Schema.String,
  type: Schema.String,
  /** What was sent there, where it is small enough to repeat. */
  input: Schema.optionalKey(Schema.Json),
  ctx: Schema.optionalKey(Schema.Record(Schema.String, Schema.Json))
}).annotate({ identifier: "Violation" })
export type Violation = typeof Violation.Type

/** How a check of a request field is told to its sender. */
export interface ViolationWords {
  readonly type: string
  readonly msg: string
  readonly ctx?: Readonly<Record<string, string | number>>
}

const KEY = "@vedette/http-contract/violation"

/** Annotations that give a check its words. */
export const saying = (words: ViolationWords) => ({ message: words.msg, [KEY]: words })

/** The words of a check, or undefined where it was given none. */
export const wordsOf = (annotations: Readonly<Record<string, unknown>> | undefined): ViolationWords | undefined =>
  annotations?.[KEY] as ViolationWords | undefined

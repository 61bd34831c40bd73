import * as Schema from "effect/Schema"
import { Availability } from "../../ports/PageReader.ts"
import { isoInstant } from "../date/isoInstant.ts"
import { isVersion } from "../version/compareVersions.ts"
import { type Condition, dateUnits, type EntryMatch, statusWords } from "./Condition.ts"

const text = Schema.String.check(Schema.isPattern(/\S/))
const PlaceSchema = Schema.Struct({
  url: Schema.NullOr(Schema.String.check(Schema.isPattern(/^https?:\/\//i))),
  selector: Schema.NullOr(text)
}).annotate({ identifier: "Place" })
const ComparisonSchema = Schema.Literals(["<", "<=", ">", ">=", "==", "!="])
const of = Schema.NullOr(text)
const day = Schema.String.check(Schema.makeFilter((at: string) => isoInstant(at) !== null || "a day of ISO 8601 is expected"))
const version = Schema.String.check(Schema.makeFilter((one: string) => isVersion(one) || "a version is expected"))

const matches: Schema.Codec<EntryMatch> = Schema.suspend((): Schema.Codec<EntryMatch> => EntryMatchSchema)
/** What the entries of a feed are looked for. */
export const EntryMatchSchema: Schema.Codec<EntryMatch> = Schema.Union([
  Schema.Struct({ _tag: Schema.Literal("Words"), words: text }),
  Schema.Struct({ _tag: Schema.Literals(["All", "Any"]), operands: Schema.Array(matches).check(Schema.isMinLength(2)) }),
  Schema.Struct({ _tag: Schema.Literal("None"), operand: matches })
]).annotate({ identifier: "EntryMatch" })

const DateRangeSchema = Schema.Union([
  Schema.Struct({ _tag: Schema.Literals(["Before", "After", "On"]), at: day }),
  Schema.Struct({ _tag: Schema.Literal("Within"), side: Schema.Literals(["next", "last"]), amount: Schema.Finite, unit: Schema.Literals(dateUnits) })
]).annotate({ identifier: "DateRange" })

const condition: Schema.Codec<Condition> = Schema.suspend((): Schema.Codec<Condition> => ConditionSchema)

/** A typed condition as data: what `parseCondition` makes of its text, for programs that build or store one. */
export const ConditionSchema: Schema.Codec<Condition> = Schema.Union([
  Schema.Struct({ _tag: Schema.Literal("Price"), place: PlaceSchema, of, comparison: ComparisonSchema, limit: Schema.Finite, currency: Schema.NullOr(Schema.String.check(Schema.isPattern(/^[A-Z]{3}$/))) }),
  Schema.Struct({ _tag: Schema.Literal("Value"), place: PlaceSchema, comparison: ComparisonSchema, limit: Schema.Finite, unit: Schema.NullOr(text) }),
  Schema.Struct({ _tag: Schema.Literal("Availability"), place: PlaceSchema, of, is: Availability }),
  Schema.Struct({ _tag: Schema.Literal("Status"), place: PlaceSchema, of, is: Schema.Literals(statusWords) }),
  Schema.Struct({ _tag: Schema.Literal("Version"), place: PlaceSchema, of, comparison: ComparisonSchema, version }),
  Schema.Struct({ _tag: Schema.Literal("Entry"), place: PlaceSchema, matches: EntryMatchSchema }),
  Schema.Struct({ _tag: Schema.Literal("Text"), place: PlaceSchema, mode: Schema.Literals(["contains", "lacks"]), text }),
  Schema.Struct({ _tag: Schema.Literal("Date"), place: PlaceSchema, of, range: DateRangeSchema }),
  Schema.Struct({ _tag: Schema.Literal("Changed"), place: PlaceSchema }),
  Schema.Struct({ _tag: Schema.Literals(["And", "Or"]), operands: Schema.Array(condition).check(Schema.isMinLength(2)) }),
  Schema.Struct({ _tag: Schema.Literal("Not"), operand: condition })
]).annotate({ identifier: "Condition" })

/** JSON Schema (draft 2020-12) of a condition as data. */
export const conditionJsonSchema = (): Readonly<Record<string, unknown>> => {
  const { definitions, schema } = Schema.toJsonSchemaDocument(ConditionSchema)
  return { $schema: "https://json-schema.org/draft/2020-12/schema", title: "Condition", ...schema, $defs: definitions }
}

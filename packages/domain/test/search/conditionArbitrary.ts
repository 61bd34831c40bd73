import * as Arbitrary from "effect/Arbitrary"
import * as Schema from "effect/Schema"
import { type Condition, type DateRange, type EntryMatch, statusWords } from "../../src/search/condition/Condition.ts"

const oneOf = <A>(arbitraries: ReadonlyArray<Arbitrary.Arbitrary<A>>): Arbitrary.Arbitrary<A> =>
  Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: arbitraries.length - 1 }))).pipe(
    Arbitrary.flatMap((index) => arbitraries[index] ?? arbitraries[0]!)
  )

const words = Arbitrary.schema(Schema.String.check(Schema.isMaxLength(12))).pipe(
  Arbitrary.filter((text) => text.trim() !== "")
)
const awkward = oneOf(
  ["a \"b\" \\ c", "line\nbreak\u0000", ".price:not(.old)", "#a\\:b", "not", "“curly”", "kWh", "°C", "km/h"].map(Arbitrary.Constant)
)
const text = oneOf([words, awkward])
const url = oneOf(["https://shop.example/p", "http://a.example/?q=%22x%22&y=(1)", "https://a.example/ä"].map(Arbitrary.Constant))
const place = Arbitrary.all({
  url: oneOf<string | null>([Arbitrary.Constant(null), url]),
  selector: oneOf<string | null>([Arbitrary.Constant(null), text])
})
const comparison = Arbitrary.schema(Schema.Literals(["<", "<=", ">", ">=", "==", "!="]))
const limit = Arbitrary.map(oneOf([
  Arbitrary.schema(Schema.Finite),
  Arbitrary.schema(Schema.Int),
  ...[279.99, 1e21, 1e-7, 0].map(Arbitrary.Constant)
]), (value) => value === 0 ? 0 : value)

const of = oneOf<string | null>([Arbitrary.Constant(null), text])

const matchOf = (inner: Arbitrary.Arbitrary<EntryMatch>): Arbitrary.Arbitrary<EntryMatch> =>
  oneOf<EntryMatch>([
    inner,
    Arbitrary.map(inner, (operand): EntryMatch => ({ _tag: "None", operand })),
    Arbitrary.all({
      tag: Arbitrary.schema(Schema.Literals(["All", "Any"])),
      operands: Arbitrary.array(inner, { minLength: 2, maxLength: 3 })
    }).pipe(Arbitrary.map(({ operands, tag }): EntryMatch => ({
      _tag: tag,
      operands: operands.flatMap((operand) => operand._tag === tag ? operand.operands : [operand])
    })))
  ])
const matches = matchOf(matchOf(Arbitrary.map(text, (words): EntryMatch => ({ _tag: "Words", words }))))
const day = oneOf(["2026-05-01", "2026-05-01T20:00", "2026-05-01T20:00:00+02:00"].map(Arbitrary.Constant))
const range: Arbitrary.Arbitrary<DateRange> = oneOf<DateRange>([
  Arbitrary.all({ _tag: Arbitrary.schema(Schema.Literals(["Before", "After", "On"])), at: day }),
  Arbitrary.all({
    _tag: Arbitrary.Constant("Within"),
    side: Arbitrary.schema(Schema.Literals(["next", "last"])),
    amount: oneOf([1, 3, 0.5, 10_000].map(Arbitrary.Constant)),
    unit: Arbitrary.schema(Schema.Literals(["hours", "days", "weeks"]))
  })
])

const term: Arbitrary.Arbitrary<Condition> = oneOf<Condition>([
  Arbitrary.all({
    _tag: Arbitrary.Constant("Price"),
    place,
    of,
    comparison,
    limit,
    currency: oneOf<string | null>([null, "USD", "EUR", "JPY"].map(Arbitrary.Constant))
  }),
  Arbitrary.all({
    _tag: Arbitrary.Constant("Value"),
    place: Arbitrary.all({ url: oneOf<string | null>([Arbitrary.Constant(null), url]), selector: text }),
    comparison,
    limit,
    unit: oneOf<string | null>([Arbitrary.Constant(null), text])
  }),
  Arbitrary.all({
    _tag: Arbitrary.Constant("Availability"),
    place,
    of,
    is: Arbitrary.schema(Schema.Literals(["in_stock", "sold_out", "preorder"]))
  }),
  Arbitrary.all({
    _tag: Arbitrary.Constant("Text"),
    place,
    mode: Arbitrary.schema(Schema.Literals(["contains", "lacks"])),
    text
  }),
  Arbitrary.all({
    _tag: Arbitrary.Constant("Version"),
    place,
    of,
    comparison,
    version: oneOf(["4", "4.10", "v5.0.0-rc.1", "2026.3.1"].map(Arbitrary.Constant))
  }),
  Arbitrary.all({ _tag: Arbitrary.Constant("Status"), place, of, is: Arbitrary.schema(Schema.Literals(statusWords)) }),
  Arbitrary.all({ _tag: Arbitrary.Constant("Entry"), place, matches }),
  Arbitrary.all({ _tag: Arbitrary.Constant("Date"), place, of, range }),
  Arbitrary.all({ _tag: Arbitrary.Constant("Changed"), place })
])

const compound = (inner: Arbitrary.Arbitrary<Condition>): Arbitrary.Arbitrary<Condition> =>
  oneOf<Condition>([
    inner,
    Arbitrary.map(inner, (operand): Condition => ({ _tag: "Not", operand })),
    Arbitrary.all({
      tag: Arbitrary.schema(Schema.Literals(["And", "Or"])),
      operands: Arbitrary.array(inner, { minLength: 2, maxLength: 3 })
    }).pipe(Arbitrary.map(({ operands, tag }): Condition => ({
      _tag: tag,
      operands: operands.flatMap((operand) => operand._tag === tag ? operand.operands : [operand])
    })))
  ])

/** Any condition in the normal form that `parseCondition` gives. */
export const conditionArbitrary = compound(compound(compound(term)))

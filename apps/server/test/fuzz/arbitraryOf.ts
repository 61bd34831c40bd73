import * as fc from "fast-check"
import type { Document, JsonSchema } from "./Document.ts"

/** Texts that have broken servers. */
export const hostileTexts = [
  "", " ", "é", "😀", "\0", "a\0b", "\ud800", "'; DROP TABLE tasks; --", "$1", "\\", "%s%n", "null", "\u202e", "\u0085",
  "\r\nSet-Cookie: a=b", "<script>", "]]>", "../../etc/passwd", "{{7*7}}", "NaN", "x".repeat(5_000), "😀".repeat(2_001),
  "-0", "1e400", "0x10", "９", "true", "[]", "{}", "__proto__", "constructor"
]

const hostileNumbers = [0, -0, -1, 1.5, 2 ** 31, 2 ** 53, 1e308, -1e308, 5e-324]

const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, [], {}, [null], [[]], { "": "" }, { "\0": 1 }, { constructor: 1 }, { length: -1 }),
  fc.constantFrom(...hostileTexts),
  fc.constantFrom(...hostileNumbers),
  fc.jsonValue({ maxDepth: 3 })
)

const texts: Readonly<Record<string, fc.Arbitrary<string>>> = {
  uuid: fc.uuid(),
  uri: fc.constantFrom("https://shop.example/a", "http://shop.example/b?c=d#e", "https://例え.example/", "https://hooks.example:8443/x"),
  "date-time": fc.date({ min: new Date("1971-01-01"), max: new Date("9998-12-31"), noInvalidDate: true }).map((date) => date.toISOString())
}

/** Where a name says more than its schema: values that get beyond the first check. */
const likely: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  condition: fc.constantFrom("changed(\"https://shop.example/a\")", "price < 300 USD", "price(", null),
  notifications: fc.array(fc.constantFrom(
    { type: "email", address: "me@example.com" },
    { type: "webhook", url: "https://hooks.example/x" },
    { type: "webhook", url: "https://127.0.0.1/x" },
    { type: "webhook", url: "https://hooks.example/x", headers: { "x-a": "b" }, method: "PUT" },
    { type: "pigeon" }
  ), { maxLength: 3 }),
  target: fc.constantFrom({ url: "https://hooks.example/x" }, { address: "me@example.com" }, {}),
  webhook_url: fc.constantFrom("https://hooks.example/x", "http://hooks.example/x", null),
  url: fc.constantFrom("https://hooks.example/x", "ftp://x", null),
  email: fc.constantFrom("me@example.com", "you@example.com", "no address"),
  scopes: fc.subarray(["read", "write", "admin"])
}

const numberIn = (schema: JsonSchema, keyword: string, otherwise: number): number =>
  typeof schema[keyword] === "number" ? schema[keyword] : otherwise

/** Texts of a length at, just inside and just outside what is allowed. */
const edgeText = (min: number, max: number) =>
  fc.constantFrom(min - 1, min, min + 1, max - 1, max, max + 1).filter((length) => length >= 0).map((length) => "é".repeat(Math.min(length, 40_000)))

/**
 * Values that a schema describes, values at its edges, and values that it refuses: mostly the first, so that what comes
 * behind the first check is reached too.
 */
export const arbitraryOf = ({ components }: Document) => {
  const valid = (schema: JsonSchema, depth: number): fc.Arbitrary<unknown> => {
    const { $ref, anyOf, const: only, enum: values, properties, items, type } = schema
    if (typeof $ref === "string") return valid(components.schemas[$ref.split("/").at(-1) ?? ""] ?? {}, depth + 1)
    if (Array.isArray(anyOf)) return fc.oneof(...(anyOf as ReadonlyArray<JsonSchema>).map((member) => value(member, depth)))
    if (Array.isArray(values)) return fc.constantFrom(...(values as ReadonlyArray<unknown>))
    if (only !== undefined) return fc.constant(only)
    switch (type) {
      case "string": {
        const [min, max] = [numberIn(schema, "minLength", 0), numberIn(schema, "maxLength", 200)]
        const formed = typeof schema["format"] === "string" ? texts[schema["format"]] : undefined
        return formed ?? fc.oneof(fc.string({ minLength: min, maxLength: Math.min(max, 40) }), edgeText(min, max))
      }
      case "integer":
      case "number": {
        const [min, max] = [numberIn(schema, "minimum", -1_000), numberIn(schema, "maximum", 1_000)]
        return fc.oneof(fc.integer({ min: Math.ceil(min), max: Math.floor(max) }), fc.constantFrom(min - 1, min, max, max + 1))
      }
      case "boolean":
        return fc.boolean()
      case "null":
        return fc.constant(null)
      case "array":
        return fc.array(value((items ?? {}) as JsonSchema, depth + 1), { maxLength: Math.min(numberIn(schema, "maxItems", 3), 3) })
      case "object": {
        const required = new Set(Array.isArray(schema["required"]) ? schema["required"] : [])
        const fields = Object.entries((properties ?? {}) as Record<string, JsonSchema>)
        const fieldOf = (name: string, field: JsonSchema) => {
          const usual = value(field, depth + 1)
          const likelier = likely[name]
          return likelier === undefined ? usual : fc.oneof({ arbitrary: likelier, weight: 3 }, { arbitrary: usual, weight: 1 })
        }
        // Few of those that may be left out: with all of them hardly a body would be right.
        const others = fields.filter(([name]) => !required.has(name))
        return fc.subarray(others, { maxLength: Math.min(3, others.length) }).chain((some) =>
          fc.record(Object.fromEntries(
            [...fields.filter(([name]) => required.has(name)), ...some].map(([name, field]) => [name, fieldOf(name, field)])
          )))
      }
      default:
        return fc.jsonValue({ maxDepth: 3 })
    }
  }
  const value = (schema: JsonSchema, depth = 0): fc.Arbitrary<unknown> =>
    depth > 6
      ? fc.constant(null)
      : fc.oneof({ arbitrary: valid(schema, depth), weight: 12 }, { arbitrary: hostile, weight: 1 })
  return { valid: (schema: JsonSchema) => valid(schema, 0), value }
}

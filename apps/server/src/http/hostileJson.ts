import type { Violation, ViolationWords } from "@vedette/http-contract"

/** Deeper JSON than any person or generator writes, and far from the end of the stack that decoding recurses on. */
const MAX_DEPTH = 32

/** One request's mistakes, as many as anybody reads. */
const MAX_VIOLATIONS = 50

const tooDeep: ViolationWords = { type: "value_error", msg: `Value error, nested deeper than ${MAX_DEPTH} levels` }
const nul: ViolationWords = { type: "value_error", msg: "Value error, the NUL character cannot be stored" }
const torn: ViolationWords = {
  type: "string_unicode",
  msg: "Input should be a valid string, unable to parse raw data as a unicode string"
}
const reserved: ViolationWords = { type: "value_error", msg: "Value error, __proto__ is not a field name" }
const tooBig: ViolationWords = { type: "finite_number", msg: "Input should be a finite number" }

const textWords = (text: string): ViolationWords | undefined =>
  text.includes("\0") ? nul : text.isWellFormed() ? undefined : torn

const scalarWords = (value: unknown): ViolationWords | undefined =>
  typeof value === "string"
    ? textWords(value)
    : typeof value === "number" && !Number.isFinite(value)
    ? tooBig
    : undefined

const keyWords = (key: string): ViolationWords | undefined => key === "__proto__" ? reserved : textWords(key)

/**
 * What JSON allows and nothing behind us can hold: NUL (PostgreSQL's text has none), half a surrogate pair, a number
 * that overflowed, a key that is a prototype, and nesting that would end the stack. Walks without recursion.
 *
 * @param fields the fields that will be read; what is in others is ignored, as they are
 * @param part what `loc` begins with
 * @returns `deep`: the value must not be walked by anything that recurses
 */
export const hostileJson = (
  body: unknown,
  fields: ReadonlySet<string>,
  part: "body" | "query" = "body"
): { readonly violations: ReadonlyArray<Violation>; readonly deep: boolean } => {
  const violations: Array<Violation> = []
  let deep = false
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    // A body of the wrong kind is refused for that, at its first level.
    return { violations, deep }
  }
  const stack: Array<{ readonly value: unknown; readonly loc: Violation["loc"] }> = Object.entries(body)
    .filter(([key]) => fields.has(key))
    .map(([key, value]) => ({ value, loc: [part, key] }))
  const tell = (loc: Violation["loc"], { msg, type }: ViolationWords) => violations.push({ loc, msg, type })
  for (let next = stack.pop(); next !== undefined && violations.length < MAX_VIOLATIONS; next = stack.pop()) {
    const { loc, value } = next
    const words = scalarWords(value)
    if (words !== undefined) tell(loc, words)
    if (typeof value !== "object" || value === null) continue
    if (loc.length > MAX_DEPTH) {
      deep = true
      tell([part, loc[1] ?? ""], tooDeep)
      break
    }
    if (Array.isArray(value)) {
      for (const [i, item] of value.entries()) stack.push({ value: item, loc: [...loc, i] })
      continue
    }
    for (const [key, item] of Object.entries(value)) {
      const refused = keyWords(key)
      if (refused === undefined) stack.push({ value: item, loc: [...loc, key] })
      else tell(loc, refused)
    }
  }
  return { violations, deep }
}

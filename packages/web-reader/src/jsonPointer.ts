import * as Predicate from "effect/Predicate"

/** Whether a selector is a JSON pointer (RFC 6901): CSS never begins with a slash. */
export const isPointer = (selector: string): boolean => selector.startsWith("/")

export const isValidPointer = (pointer: string): boolean => pointer.length <= 1_000 && !/~(?![01])/.test(pointer)

/** What a pointer leads to, or undefined where nothing is there. Only what the document itself has: no `__proto__`, no `length`. */
export const atPointer = (value: unknown, pointer: string): unknown => {
  let at = value
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~")
    if (Array.isArray(at)) at = /^(?:0|[1-9]\d{0,8})$/.test(key) ? at[Number(key)] : undefined
    else if (Predicate.isObject(at) && Object.hasOwn(at, key)) at = (at as Readonly<Record<string, unknown>>)[key]
    else return undefined
  }
  return at
}

/** A value as text: what is one stays as it is, what is made of several is laid out as JSON. */
export const pointedText = (value: unknown): string | null =>
  value === undefined ? null : typeof value === "string" ? value : JSON.stringify(value) ?? null

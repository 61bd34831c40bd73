const replacement = "\uFFFD"

const storableText = (text: string): string => text.toWellFormed().replaceAll("\u0000", replacement)

/**
 * JSON as PostgreSQL can keep it: U+0000 and lone surrogates, which neither `text` nor `jsonb` takes, become U+FFFD.
 *
 * Pages from the web hold such characters, and a quote with one of them must not make a finished run unstorable.
 */
export const storableJson = (value: unknown): unknown => {
  if (typeof value === "string") return storableText(value)
  if (Array.isArray(value)) return value.map(storableJson)
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storableText(key), storableJson(inner)]))
  }
  return value
}

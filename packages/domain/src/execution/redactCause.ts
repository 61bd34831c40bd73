/** As much of a raw cause as is kept. Enough for a stack's head and a server's answer. */
const MAX_LENGTH = 2_000

/** What must not be stored even where only operators read it: credentials in URLs, keys, bearer tokens. */
const secretShapes: ReadonlyArray<readonly [RegExp, string]> = [
  [/(\w+:\/\/)[^\s/@:]+:[^\s/@]+@/g, "$1***:***@"],
  [/\b(sk_|whsec_|sk-|AIza)[\w+/=-]{8,}/g, "$1***"],
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, "$1 ***"],
  [/([?&](?:api_?key|key|token|secret|password|signature)=)[^&\s"']+/gi, "$1***"]
]

/** A raw cause, cut and with secrets taken out. */
export const redactCause = (cause: string | null): string | null =>
  cause === null
    ? null
    : secretShapes.reduce((text, [shape, mask]) => text.replace(shape, mask), cause).slice(0, MAX_LENGTH)

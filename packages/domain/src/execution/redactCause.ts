/** As much of a raw cause as is kept. Enough for a stack's head and a server's answer. */
const MAX_LENGTH = 2_000

/**
 * What must not be stored even where only operators read it: credentials in URLs, keys, tokens, and whatever follows a
 * name that says it is one. It rather takes out a word too many: a cause is still a cause without it.
 */
const secretShapes: ReadonlyArray<readonly [RegExp, string]> = [
  // Up to the last @ of the authority: a password may hold one, and a token may stand alone as the user.
  [/(\w+:\/\/)[^\s/?#]*@/g, "$1***@"],
  [/\b(sk_|whsec_|sk-|AIza)[\w+/=-]{8,}/g, "$1***"],
  [/(authorization["']?\s*[:=]\s*["']?)[^"'\r\n]+/gi, "$1***"],
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, "$1 ***"],
  [/((?:api[_-]?key|token|secret|password|signature)["']?\s*[:=]\s*["']?)[^\s"'&,;}]+/gi, "$1***"],
  [/([?&]key=)[^&\s"']+/gi, "$1***"]
]

/** A raw cause, cut and with secrets taken out. */
export const redactCause = (cause: string | null): string | null =>
  cause === null
    ? null
    : secretShapes.reduce((text, [shape, mask]) => text.replace(shape, mask), cause).slice(0, MAX_LENGTH)

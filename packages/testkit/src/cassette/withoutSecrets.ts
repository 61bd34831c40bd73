import { asWritten, type Reading, unescaped } from "./unescaped.ts"

/** JSON in JSON in a URL in HTML is four; what is escaped more often nobody sends. */
const layers = 5

/** Letters of ASCII alone, so that nothing changes its length. Host names lose their capitals on the way. */
const small = (text: string): string => text.replace(/[A-Z]+/gu, (letters) => letters.toLowerCase())

const readingsOf = (text: string): ReadonlyArray<Reading> => {
  const readings = [asWritten(text)]
  for (let next = unescaped(asWritten(text)); next !== null && readings.length < layers; next = unescaped(next)) readings.push(next)
  return readings
}

/**
 * What bytes add to the base64 of a text that they stand in, wherever they begin there: the characters that hold bits of its neighbours
 * left out.
 */
const base64Cores = (bytes: Buffer): ReadonlyArray<string> =>
  [0, 1, 2].flatMap((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64").replace(/=+$/u, "")
    const core = whole.slice([0, 2, 3][before], (before + bytes.length) % 3 === 0 ? whole.length : whole.length - 1)
    // Four characters are an English word too often.
    return core.length < 5 ? [] : [core, core.replaceAll("+", "-").replaceAll("/", "_")]
  })

const formsOf = (text: string): ReadonlyArray<string> => {
  const utf8 = Buffer.from(text, "utf8")
  const utf16 = Buffer.from(text, "utf16le")
  return [
    text,
    text.replaceAll(" ", "+"),
    utf8.toString("latin1"),
    utf16.toString("latin1"),
    Buffer.from(utf16).swap16().toString("latin1"),
    utf8.toString("hex"),
    ...[utf8, utf16, Buffer.from(text, "latin1")].flatMap(base64Cores)
  ]
}

/**
 * A secret as a text may spell it whose escapes are undone: what looks like an escape in the secret itself (a backslash) may have been
 * undone with them. Bytes are searched as Latin-1.
 */
const spellingsOf = (secret: string): ReadonlyArray<string> => readingsOf(secret).flatMap(({ text }) => formsOf(text)).map(small)

const occurrences = (text: string, wanted: string): ReadonlyArray<number> => {
  const found: Array<number> = []
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) found.push(at)
  return found
}

/**
 * Replaces secrets in a text however they are written there: as they are, in other letters, escaped for JSON, URLs or HTML in several
 * layers, in UTF-16, in hex, and in base64 at any place of a longer text. What is packed or encrypted is not seen.
 */
export const withoutSecrets = (secrets: Iterable<string>, placeholder: string): (text: string) => string => {
  const spellings = [...new Set([...secrets].flatMap(spellingsOf))].filter((spelling) => spelling !== "")
  if (spellings.length === 0) return (text) => text
  return (text) => {
    const ranges = readingsOf(text).flatMap((reading) => {
      const searched = small(reading.text)
      return spellings.flatMap((spelling) =>
        occurrences(searched, spelling).map((at) => [reading.from[at] ?? 0, reading.to[at + spelling.length - 1] ?? 0] as const)
      )
    }).sort(([a], [b]) => a - b)
    let scrubbed = ""
    let done = 0
    for (const [from, to] of ranges) {
      if (from >= done) scrubbed += text.slice(done, from) + placeholder
      done = Math.max(done, to)
    }
    return scrubbed + text.slice(done)
  }
}

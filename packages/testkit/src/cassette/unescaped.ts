/** A text read with its escapes undone, and where in the text as it was each of its units comes from. */
export interface Reading {
  readonly text: string
  readonly from: ReadonlyArray<number>
  readonly to: ReadonlyArray<number>
}

const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: "\"", apos: "'" }

/** Of JSON, of URLs, of HTML; zero bytes, which are the other half of UTF-16; and the ends of lines, which base64 is folded at. */
const escapes = /\\+u([0-9a-f]{4})|\\+[rn]|\\+|((?:%[0-9a-f]{2})+)|&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));|[\0\r\n]/giu

const character = (code: number): string => code <= 0x10_ffff ? String.fromCodePoint(code) : ""

const bytesAsText = (run: string): string => {
  const bytes = Buffer.from(run.replaceAll("%", ""), "hex")
  const text = bytes.toString("utf8")
  return text.includes("\ufffd") ? bytes.toString("latin1") : text
}

const meant = (
  unit: string | undefined,
  run: string | undefined,
  decimal: string | undefined,
  hex: string | undefined,
  name: string | undefined
): string => {
  if (unit !== undefined) return String.fromCharCode(Number.parseInt(unit, 16))
  if (run !== undefined) return bytesAsText(run)
  if (decimal !== undefined) return character(Number(decimal))
  if (hex !== undefined) return character(Number.parseInt(hex, 16))
  return name === undefined ? "" : named[name.toLowerCase()] ?? ""
}

/** One layer of escapes less; null where there is none. */
export const unescaped = ({ from, text, to }: Reading): Reading | null => {
  const pieces: Array<string> = []
  const starts: Array<number> = []
  const ends: Array<number> = []
  let done = 0
  const keep = (until: number): void => {
    pieces.push(text.slice(done, until))
    for (let at = done; at < until; at++) {
      starts.push(from[at] ?? 0)
      ends.push(to[at] ?? 0)
    }
  }
  for (const match of text.matchAll(escapes)) {
    const [whole, unit, run, decimal, hex, name] = match
    keep(match.index)
    done = match.index + whole.length
    const written = meant(unit, run, decimal, hex, name)
    pieces.push(written)
    for (let at = 0; at < written.length; at++) {
      starts.push(from[match.index] ?? 0)
      ends.push(to[done - 1] ?? 0)
    }
  }
  if (done === 0) return null
  keep(text.length)
  return { text: pieces.join(""), from: starts, to: ends }
}

export const asWritten = (text: string): Reading => ({
  text,
  from: Array.from({ length: text.length }, (_, at) => at),
  to: Array.from({ length: text.length }, (_, at) => at + 1)
})

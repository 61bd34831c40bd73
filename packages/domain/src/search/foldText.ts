/** A text in the form in which quotes are compared, with where each of its UTF-16 units came from. */
export interface FoldedText {
  readonly text: string
  /** For each unit of `text`: where in the source its character starts and ends. */
  readonly starts: ReadonlyArray<number>
  readonly ends: ReadonlyArray<number>
}

const same: ReadonlyMap<string, string> = new Map([
  ...Array.from("‘’‚‛′`´ʼ", (char): [string, string] => [char, "'"]),
  ...Array.from("“”„‟«»″", (char): [string, string] => [char, "\""]),
  ...Array.from("‐‑‒–—―−﹘", (char): [string, string] => [char, "-"])
])
/** Soft hyphen, zero-width space, joiners, BOM, direction marks: nothing a reader sees. */
const invisible = /^[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]$/u
/** A character with its accents: composed and decomposed spellings meet only when folded together. */
const clusters = /[\s\S]\p{M}{0,8}/gu

/**
 * NFKC, one kind of quotation mark, one kind of dash, one space for any run of white space, nothing invisible. Case is kept:
 * it tells `May` from `may` and `US` from `us`.
 *
 * A text's own digits and letters are never changed into others, so what is equal folded is equal to a reader.
 */
export const foldText = (source: string): FoldedText => {
  // Collected and joined once: looking at the end of a string that grows copies it each time, a megabyte a word.
  const pieces: Array<string> = []
  const starts: Array<number> = []
  const ends: Array<number> = []
  const put = (piece: string, start: number, end: number) => {
    pieces.push(piece)
    for (let i = 0; i < piece.length; i++) {
      starts.push(start)
      ends.push(end)
    }
  }
  for (const match of source.matchAll(clusters)) {
    const cluster = match[0]
    const start = match.index
    const end = start + cluster.length
    if (invisible.test(cluster)) continue
    // `10²` is not 102 and `1½` not 11/2: what counts but is no digit stays as it is.
    const mapped = same.get(cluster) ?? (/\p{No}/u.test(cluster) ? cluster : cluster.normalize("NFKC"))
    for (const char of mapped) {
      if (!/\s/u.test(char)) put(same.get(char) ?? char, start, end)
      else if (pieces.at(-1) !== " ") put(" ", start, end)
    }
  }
  return { text: pieces.join(""), starts, ends }
}

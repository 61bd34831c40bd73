/** A token of a name: folded, with letters and digits parted, because `WH-1000XM5`, `WH1000 XM5` and `wh 1000xm5` are one model. */
export interface NameToken {
  readonly text: string
  /** Stands behind the one before it without a space: `2s`, `XM5`, `WH-1000`. */
  readonly glued: boolean
  /** Parted from the one before by more than a space: by a dash, a comma, a bracket. */
  readonly apart: boolean
  /** Written with a capital. */
  readonly capital: boolean
}

/** `2.5` is one number and not 2 followed by 5: a model 2 is not a model 2.5. */
const pieces = /\p{N}+(?:\.\p{N}+)*|\p{L}[\p{L}\p{M}]*/gu

/** What a thing costs is no part of its name. */
const amounts = /\p{Sc}\s?\d[\d.,'’]*|\d[\d.,'’]*\s?(?:\p{Sc}|(?:USD|EUR|GBP|CHF|CAD|AUD|JPY|SEK|NOK|DKK|PLN)\b)/gu

/** Names are short; a title that is longer says more than a name. */
const maxLength = 500

export const nameTokens = (text: string): ReadonlyArray<NameToken> => {
  const source = text.slice(0, maxLength).normalize("NFKC").replace(amounts, " | ").replace(/[’'‘`´]/gu, "")
    // A lone mark behind a number is that of inches.
    .replace(/^([^"“„]*\d)"(?=[^"]*$)|(?<=\d)′′/gu, "$1 inch ")
    // A `Koda 2+` is another model, and a `Koda 2 + case` another deal.
    .replace(/(?<=[\p{L}\p{N}]\s?)\+/gu, " plus ")
  let end = 0
  return [...source.matchAll(pieces)].map((match) => {
    const between = source.slice(end, match.index)
    end = match.index + match[0].length
    return {
    text: match[0].toLowerCase(),
    apart: /[^\s\-–_]|\s[-–—]\s/u.test(between),
    glued: match.index > 0 && /[\p{L}\p{N}\-–_]/u.test(source.charAt(match.index - 1)),
    capital: /^[\p{Lu}\p{Lt}]/u.test(match[0])
    }
  })
}

import { currencyCodes, currencySigns, currencyWords, otherDollar } from "./currencyMarks.ts"
import { type Numeral, readNumeral } from "./readNumeral.ts"

/** A number as it stands in a text, whether or not its form is one that can be read. */
export interface ScannedAmount {
  /** Null for a form that is none (`1.29.9`), or longer than any amount. */
  readonly numeral: Numeral | null
  /** ISO 4217; null without a mark, and for a mark that several currencies share. */
  readonly currency: string | null
  /** A currency's sign, code or word stands beside it. */
  readonly marked: boolean
  /** The word that multiplies it (`1.5k`, `1,5 Mio.`), or null. */
  readonly scale: string | null
  /** Followed by `%`: no price. */
  readonly percent: boolean
  /** Number and mark as printed, and where in the text. */
  readonly printed: string
  readonly start: number
  readonly end: number
}

interface Mark {
  readonly currency: string | null
  readonly length: number
}

/** Numbers with groups of three behind spaces or apostrophes, or with points and commas. Every quantifier is bounded. */
const numerals =
  /(?<!\p{Nd})(?:\d{1,3}(?:[ \u00a0\u202f\u2009'’]\d{3}){1,4}(?:[.,]\d{1,2})?(?!\p{Nd})|\p{Nd}{1,18}(?:[.,]\p{Nd}{1,18}){0,6})/gu
/** A sign that joins two numbers into a form not known here: `1·299`, `2/100`. Dashes make ranges, which are known. */
const joint = /[^\s\p{L}\p{N}\p{Sc}.,\-–—]/u
/** English, German, French, Spanish and Polish. */
const scales =
  /^[ \u00a0\u202f]?(?:[kmb]|bn|mn|mln|mio|mrd|tsd|tys|mil|thousand|mill?ions?|millionen|mill?iards?|milliarden?|billions?|lakhs?|crores?)(?![\p{L}\p{N}])/iu
/** In any case but these: `5 m` is a length, `5 M` is not. */
const isScale = (word: string): boolean => word !== "m" && word !== "b"
/** Signs that turn the order of what follows: what is drawn is not what stands in the source. */
const turned = /[\u202d\u202e\u2066-\u2068]/u
const letter = /[\p{L}\p{N}]/u

/** The marks after which a comma parts thousands, wherever it stands. */
const thousandsByComma = new Set(["USD", "GBP", "JPY", "CNY", "INR", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "KRW"])

/** Whether a number with this sign behind it comes next. */
const isFollowedBy = (text: string, sign: string): boolean =>
  /^[ \u00a0\u202f](?:\d[\d.,'’]{0,15})(?:[ \u00a0\u202f]\d{3})?[ \u00a0\u202f]?(.{1,3})/u.exec(text.slice(0, 30))?.[1]?.startsWith(sign) === true

const markBefore = (text: string, at: number): Mark | null => {
  const head = text.slice(Math.max(0, at - 8), at)
  const trimmed = head.replace(/[ \u00a0\u202f]{1,2}$/u, "")
  const blank = head.length - trimmed.length
  for (const [sign, currency] of currencySigns) {
    if (!trimmed.endsWith(sign) || (blank > 0 && /\d[ \u00a0\u202f]$/u.test(trimmed.slice(0, -sign.length)) && isFollowedBy(text.slice(at - blank), sign))) continue
    const before = trimmed.at(-sign.length - 1) ?? ""
    if (letter.test(sign.charAt(0)) && letter.test(before)) continue
    // An unknown letter in front of `$` is an unknown dollar (`T$`): a currency, but which?
    return { currency: sign === "$" && letter.test(before) ? null : currency, length: blank + sign.length }
  }
  const code = /(?:^|[^\p{L}\p{N}])([A-Z]{3})$/u.exec(trimmed)?.[1]
  return code !== undefined && currencyCodes.has(code) ? { currency: code, length: blank + 3 } : null
}

const markAfter = (text: string, at: number): Mark | null => {
  const tail = text.slice(at, at + 12)
  const blank = /^[ \u00a0\u202f]{0,2}/u.exec(tail)?.[0].length ?? 0
  const rest = tail.slice(blank)
  const word = /^\p{L}+/u.exec(rest)?.[0] ?? ""
  const currency = currencyCodes.has(word) ? word : currencyWords.get(word.toLowerCase())
  if (currency !== undefined) return { currency, length: blank + word.length }
  for (const [sign, currency] of currencySigns) {
    if (!rest.startsWith(sign) || (letter.test(sign.at(-1) ?? "") && letter.test(rest.charAt(sign.length)))) continue
    // "5 $20": the sign belongs to the number behind it, but where that has its own: "1.299 € 1.099 €".
    if (blank > 0 && /^\s?\d/.test(rest.slice(sign.length)) && !isFollowedBy(text.slice(at + blank + sign.length), sign)) continue
    return { currency, length: blank + sign.length }
  }
  return null
}

const resolved = (numeral: string, read: Numeral, before: Mark | null, after: Mark | null): Numeral => {
  if (read.otherwise === null || !numeral.includes(",") || numeral.includes(" ")) return read
  // Sign first is the English way to print, and English commas part thousands.
  const mark = before ?? after
  const english = before !== null || (mark?.currency !== null && mark !== null && thousandsByComma.has(mark.currency))
  return english && mark !== null ? { value: read.value, otherwise: null } : read
}

/** Every number of a text in reading order, but those inside words (`A4`, `iPhone15`). */
export const scanAmounts = (text: string): ReadonlyArray<ScannedAmount> => {
  const vague = otherDollar.test(text)
  return [...text.matchAll(numerals)].flatMap((match) => {
    const numeral = match[0]
    const from = match.index
    // "1'299.-" and "20,-" are how round prices are printed around the Alps.
    const round = /^[.,][-–—]/u.exec(text.slice(from + numeral.length, from + numeral.length + 2))?.[0] ?? ""
    const to = from + numeral.length + round.length
    const before = markBefore(text, from)
    const after = before === null ? markAfter(text, to) : null
    if (before === null && letter.test(text.charAt(from - 1))) return []
    if (after === null && /\p{L}/u.test(text.charAt(to)) && before === null) return []
    const isJoined = [[from - 1, from - 2], [to, to + 1]].some(([sign = -1, digit = -1]) =>
      joint.test(text.charAt(sign)) && /\p{Nd}/u.test(text.charAt(digit))
    )
    const read = isJoined || turned.test(text) ? null : readNumeral(numeral)
    const mark = before ?? after
    const start = from - (before?.length ?? 0)
    const end = to + (after?.length ?? 0)
    const printed = text.slice(start, end)
    const scale = [to, end].map((at) => scales.exec(text.slice(at, at + 12))?.[0].trim()).find((word) => word !== undefined && isScale(word))
    const bareDollar = mark?.currency === "USD" && !/US/i.test(printed)
    return [{
      numeral: read === null ? null : resolved(numeral, read, before, after),
      currency: mark === null || (bareDollar && vague) ? null : mark.currency,
      marked: mark !== null,
      scale: scale ?? null,
      percent: /^[ \u00a0\u202f]?%/u.test(text.slice(to, to + 2)),
      printed: printed.trim(),
      start,
      end
    }]
  })
}

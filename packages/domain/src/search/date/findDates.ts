import type { InstantSpan } from "./isoInstant.ts"

/** A date and where it stands in its text. */
export interface FoundDate {
  readonly span: InstantSpan
  readonly start: number
  readonly end: number
}

const day = 86_400_000

/** The names of the months in English, German, French, Spanish, Italian, Dutch and Portuguese, by their first letters. */
const months: ReadonlyArray<RegExp> = [
  /^(?:jan|januari|januar|januarie?|jänner|janvier|enero|ene|gennaio|gen|janeiro)/u, /^(?:feb|fév|fev|febbraio|febrero)/u,
  /^(?:mar|mär|mrz|maart|mrt|março)/u, /^(?:apr|avr|abr)/u, /^(?:may|mai|mayo|mag|mei)/u, /^(?:jun|juin|giu)/u, /^(?:jul|juil|lug)/u,
  /^(?:aug|août|aout|ago)/u, /^(?:sep|sept|set)/u, /^(?:oct|okt|ott|out)/u, /^(?:nov)/u, /^(?:dec|dez|déc|dic)/u
]
/** The source of a pattern for the name of a month, whole or short, in the languages of `months`; to be matched in any case (`iu`). */
export const monthName =
  "(?:jan(?:uary|uar|uari|vier|\\.)?|jänner|enero|gennaio|janeiro|feb(?:ruary|ruar|ruari|rero|braio|\\.)?|févr(?:ier|\\.)|fevereiro|mar(?:ch|zo|s|ço|\\.)?|märz|maart|apr(?:il|ile|\\.)?|avr(?:il|\\.)|abril|may|mai|mayo|maggio|maio|mei|june?|juni|juin|junio|giugno|junho|july?|juli|juillet|julio|luglio|julho|aug(?:ust|ustus|\\.)?|août|agosto|sep(?:tember|tembre|tiembre|\\.)?|sept\\.?|septembre|settembre|setembro|oct(?:ober|obre|ubre|\\.)?|okt(?:ober|\\.)?|ottobre|outubro|nov(?:ember|embre|iembre|embro|\\.)?|dec(?:ember|\\.)?|dez(?:ember|embro|\\.)?|décembre|diciembre|dicembre)"

/** 0 for January, -1 where it is no name of a month. */
export const monthOf = (name: string): number => months.findIndex((pattern) => pattern.test(name.toLowerCase()))

const dayOf = (year: number, month: number, date: number): InstantSpan | null => {
  const start = Date.UTC(year, month, date)
  const isReal = month >= 0 && new Date(start).getUTCDate() === date && new Date(start).getUTCMonth() === month
  return isReal && year >= 1990 && year <= 2200 ? { start, end: start + day } : null
}

type Reader = (groups: ReadonlyArray<string | undefined>) => InstantSpan | null

const forms: ReadonlyArray<readonly [RegExp, Reader]> = [
  [/(?<![\d.-])(\d{4})-(\d\d)-(\d\d)(?![\d-])/gu, ([, y, m, d]) => dayOf(Number(y), Number(m) - 1, Number(d))],
  [/(?<!\d)(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日/gu, ([, y, m, d]) => dayOf(Number(y), Number(m) - 1, Number(d))],
  [new RegExp(`(?<![\\p{L}\\p{N}])(\\d{1,2})(?:\\.|st|nd|rd|th|er|º)?\\s(?:of\\s|de\\s)?(${monthName}),?\\s(?:de\\s)?(\\d{4})(?!\\d)`, "giu"),
    ([, d, m, y]) => dayOf(Number(y), monthOf(m ?? ""), Number(d))],
  [new RegExp(`(?<![\\p{L}\\p{N}])(${monthName})\\s(\\d{1,2})(?:st|nd|rd|th)?,?\\s(\\d{4})(?!\\d)`, "giu"),
    ([, m, d, y]) => dayOf(Number(y), monthOf(m ?? ""), Number(d))],
  // Only a day beyond the 12th tells which number is the month; with points it is the second everywhere.
  [/(?<![\d./])(\d{1,2})\.(\d{1,2})\.(\d{4})(?![\d.])/gu, ([, d, m, y]) => dayOf(Number(y), Number(m) - 1, Number(d))],
  [/(?<![\d/])(\d{1,2})\/(\d{1,2})\/(\d{4})(?![\d/])/gu, ([, a, b, y]) =>
    Number(a) > 12 ? dayOf(Number(y), Number(b) - 1, Number(a)) : Number(b) > 12 || a === b ? dayOf(Number(y), Number(a) - 1, Number(b)) : null]
]

/** `4–6 September 2026`, `September 4-6, 2026`: from the first day to the last. */
const rangeForms: ReadonlyArray<readonly [RegExp, Reader]> = [
  [new RegExp(`(?<![\\p{L}\\p{N}.])(\\d{1,2})(?:\\.|st|nd|rd|th)?\\s?(?:[–—-]|to|bis)\\s?(\\d{1,2})(?:\\.|st|nd|rd|th)?\\s(${monthName}),?\\s(\\d{4})(?!\\d)`, "giu"),
    ([, first, last, m, y]) => spanOf(dayOf(Number(y), monthOf(m ?? ""), Number(first)), dayOf(Number(y), monthOf(m ?? ""), Number(last)))],
  [new RegExp(`(?<![\\p{L}\\p{N}])(${monthName})\\s(\\d{1,2})\\s?[–—-]\\s?(\\d{1,2}),?\\s(\\d{4})(?!\\d)`, "giu"),
    ([, m, first, last, y]) => spanOf(dayOf(Number(y), monthOf(m ?? ""), Number(first)), dayOf(Number(y), monthOf(m ?? ""), Number(last)))]
]
const spanOf = (first: InstantSpan | null, last: InstantSpan | null): InstantSpan | null =>
  first === null || last === null || first.start >= last.start ? null : { start: first.start, end: last.end }

/** A month without its day: a span of weeks. */
const monthForm = new RegExp(`(?<![\\p{L}\\p{N}.]\\s?)(?<!\\d(?:\\.|st|nd|rd|th)?\\s(?:of\\s)?)(${monthName})\\s(\\d{4})(?!\\d)`, "giu")

/** The dates of a text with their years, in reading order. `03/04/2026` is two dates and none. A date without a year is none. */
export const findDates = (text: string): ReadonlyArray<FoundDate> => {
  const readBy = (all: typeof forms): ReadonlyArray<FoundDate> => all.flatMap(([pattern, read]) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const span = read(match)
      return span === null ? [] : [{ span, start: match.index, end: match.index + match[0].length }]
    })
  )
  const ranges = readBy(rangeForms)
  const found = [...ranges, ...readBy(forms).filter(({ end, start }) => !ranges.some((range) => range.start <= start && end <= range.end))]
  const monthly = [...text.matchAll(monthForm)].flatMap((match) => {
    const [month, year] = [monthOf(match[1] ?? ""), Number(match[2])]
    const span = { start: Date.UTC(year, month, 1), end: Date.UTC(year, month + 1, 1) }
    return month < 0 || found.some((other) => other.start <= match.index && match.index < other.end)
      ? []
      : [{ span, start: match.index, end: match.index + match[0].length }]
  })
  return [...found, ...monthly].sort((a, b) => a.start - b.start)
}


import { monthName, monthOf } from "./findDates.ts"
import type { InstantSpan } from "./isoInstant.ts"

const day = 86_400_000

/** `1 December`, `le 3 mai`, `1. Dezember`; `December 1st`; `1.12.` */
const yearless: ReadonlyArray<readonly [RegExp, (groups: ReadonlyArray<string | undefined>) => readonly [month: number, date: number]]> = [
  [new RegExp(`(?<![\\p{L}\\p{N}.,])(\\d{1,2})(?:\\.|st|nd|rd|th|er|º)?\\s(?:of\\s|de\\s)?(${monthName})(?![\\p{L}])(?!,?\\s(?:de\\s)?\\d{4})`, "giu"),
    ([, date, month]) => [monthOf(month ?? ""), Number(date)]],
  [new RegExp(`(?<![\\p{L}\\p{N}])(${monthName})\\s(\\d{1,2})(?:st|nd|rd|th)?(?![\\p{L}\\p{N}])(?!,?\\s\\d{4})`, "giu"),
    ([, month, date]) => [monthOf(month ?? ""), Number(date)]],
  [/(?<![\d.])(\d{1,2})\.(\d{1,2})\.(?!\s?\d)/gu, ([, date, month]) => [Number(month) - 1, Number(date)]]
]

/** `in March 2027`, without a day before it. */
const monthly = new RegExp(`(?<![\\p{L}\\p{N}])(?<!\\d(?:\\.|st|nd|rd|th|er|º)?\\s(?:of\\s|de\\s)?)(${monthName})\\s(\\d{4})(?!\\d)`, "giu")

const dayOf = (year: number, month: number, date: number): ReadonlyArray<InstantSpan> => {
  const start = Date.UTC(year, month, date)
  return month >= 0 && date > 0 && new Date(start).getUTCMonth() === month ? [{ start, end: start + day }] : []
}

/**
 * The dates of a text that are too loose to judge by, and enough to look again by: days without a year, in the years around `year`, and
 * months, wherever they stand.
 */
export const findLooseDates = (text: string, year: number): ReadonlyArray<InstantSpan> => [
  ...yearless.flatMap(([pattern, read]) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const [month, date] = read(match)
      return [year - 1, year, year + 1].flatMap((one) => dayOf(one, month, date))
    })
  ),
  ...[...text.matchAll(monthly)].flatMap(([, name, written]) => {
    const [month, year] = [monthOf(name ?? ""), Number(written)]
    return month < 0 ? [] : [{ start: Date.UTC(year, month, 1), end: Date.UTC(year, month + 1, 1) }]
  })
]

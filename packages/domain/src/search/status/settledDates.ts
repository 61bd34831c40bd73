import { findDates } from "../date/findDates.ts"
import { findLooseDates } from "../date/findLooseDates.ts"
import type { InstantSpan } from "../date/isoInstant.ts"

/** The dates of a text; where none has a year, each day that is named is the one that is nearest to `now`. */
export const settledDates = (text: string, now: number): ReadonlyArray<InstantSpan> => {
  const dated = findDates(text).map(({ span }) => span)
  if (dated.length > 0) return dated
  const far = ({ start }: InstantSpan) => Math.abs(start - now)
  const nearest = new Map<string, InstantSpan>()
  for (const span of findLooseDates(text, new Date(now).getUTCFullYear())) {
    const day = new Date(span.start).toISOString().slice(5, 10)
    const other = nearest.get(day)
    if (other === undefined || far(span) < far(other)) nearest.set(day, span)
  }
  return [...nearest.values()]
}

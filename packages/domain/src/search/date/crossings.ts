import * as DateTime from "effect/DateTime"
import { findDates } from "./findDates.ts"
import { findLooseDates } from "./findLooseDates.ts"

/**
 * The instants at which a text comes to mean something else, though not a word of it changes: where a day or a month that it names begins,
 * and where it is over. Nothing in between: a model is told the day and no hour.
 */
const momentsIn = (texts: ReadonlyArray<string>, now: number): ReadonlyArray<number> => {
  const year = new Date(now).getUTCFullYear()
  return texts.flatMap((text) => [...findDates(text).map(({ span }) => span), ...findLooseDates(text, year)])
    .flatMap(({ end, start }) => [start, end])
}

/**
 * When the last of the dates that texts name began or ended, in milliseconds since 1970; null where none has. While it stays the same, nothing that the texts say of
 * a date has become true or false by the clock alone.
 */
export const lastCrossing = (texts: ReadonlyArray<string>, now: DateTime.Utc): number | null => {
  const at = DateTime.toEpochMillis(now)
  const passed = momentsIn(texts, at).filter((moment) => moment <= at)
  return passed.length === 0 ? null : Math.max(...passed)
}

/** When the next of them begins or ends; null where none is ahead. */
export const nextCrossing = (texts: ReadonlyArray<string>, now: DateTime.Utc): DateTime.Utc | null => {
  const at = DateTime.toEpochMillis(now)
  const ahead = momentsIn(texts, at).filter((moment) => moment > at)
  return ahead.length === 0 ? null : DateTime.makeUnsafe(Math.min(...ahead))
}

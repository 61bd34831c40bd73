import { findDates } from "./findDates.ts"

/** A text with an ellipsis in the place of each date in it. */
export const withoutDates = (text: string): string =>
  findDates(text).reduceRight((rest, { end, start }) => `${rest.slice(0, start)}…${rest.slice(end)}`, text)

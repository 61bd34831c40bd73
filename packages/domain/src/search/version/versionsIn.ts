import { monthName } from "../date/findDates.ts"
import { isVersion } from "./compareVersions.ts"

/** Where a version stands in a text. */
export interface PrintedVersion {
  readonly version: string
  readonly start: number
  readonly end: number
}

const printed = /(?<![\p{L}\p{N}.])v?\d{1,9}(?:\.\d{1,9}){0,5}(?:[-_.]?(?:alpha|beta|rc|pre|preview|dev|nightly|canary|milestone|b|a)[.-]?\d{0,6})?(?:esr)?(?:-[0-9a-z][0-9a-z.-]{0,30})?(?:\+[0-9a-z.-]{1,30})?(?![\p{L}\p{N}]|\.\d)/giu

/** Numbers of a text that are looked at: more than that are a table of something else. */
const maxNumbers = 50

/** Characters around a number that say what it is. Were all that stands before it looked at, a long line of numbers would cost its square. */
const nearby = 40

/** What a number with a version's form is otherwise: an amount, a date, a measure, a share. */
const otherNumber = (before: string, tail: string): boolean =>
  /\p{Sc}\s?$/u.test(before) || /^\s?(?:\p{Sc}|%|[kmgt]b\b|[kmg]hz\b|(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|percent|stars?|users?|mb|usd|eur)\b)/iu.test(tail)

/** `30 March`, `March 30`: the day of a month, with its year or without. */
const isDayOfMonth = (version: string, before: string, tail: string): boolean =>
  /^\d{1,2}$/.test(version) && (monthBehind.test(tail) || monthInFront.test(before))
const monthBehind = new RegExp(`^(?:\\.|st|nd|rd|th|er|º)?\\s(?:of\\s|de\\s)?${monthName}(?!\\p{L})`, "iu")
const monthInFront = new RegExp(`(?<!\\p{L})${monthName}\\s$`, "iu")

/** The numbers of a text that may be versions. A bare whole number is one only where a word says so, which is the caller's to ask. */
export const versionsIn = (text: string): ReadonlyArray<PrintedVersion> =>
  [...text.matchAll(printed)].slice(0, maxNumbers).flatMap((match) => {
    const version = match[0]
    const [start, end] = [match.index, match.index + version.length]
    const [before, tail] = [text.slice(Math.max(0, start - nearby), start), text.slice(end, end + nearby)]
    return isVersion(version) && !otherNumber(before, tail) && !isDayOfMonth(version, before, tail) ? [{ version, start, end }] : []
  })

/** A day, whatever is glued to it. */
export const isDated = (version: string): boolean => /^(?:19|20)\d\d-\d\d-\d\d/.test(version) || /^\d{1,2}\.\d{1,2}\.(?:19|20)\d\d$/.test(version) || /^(?:19|20)\d\d-\d\d?(?:-\d\d?)?\.?$/.test(version) || /^(?:19|20)\d\d$/.test(version)

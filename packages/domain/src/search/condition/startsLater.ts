import * as DateTime from "effect/DateTime"
import type { Page } from "../../ports/PageReader.ts"
import { findDates } from "../date/findDates.ts"
import { matchSubject } from "../identity/matchSubject.ts"
import type { Subject } from "../identity/Subject.ts"
import { weekday } from "../date/weekday.ts"

/** What is said in front of the day from which a thing can be had. */
const begins = new RegExp(
  "^(?:(?:tickets?|orders?|sales?|bookings?|presale|release|launch|verkaufsstart|vorverkauf|vvk)\\s?)?(?:(?:will be|is|are|be|back|again|wieder|erst|ist|nicht vor)\\s?){0,3}" +
    "(?:available|in stock|on (?:general |pre-?)?sale|out|released|erhältlich|verfügbar|lieferbar|disponible|en stock|(?:go(?:es)?|going|will go) on (?:general |pre-?)?sale|" +
    "launch(?:es|ing)?|releas(?:es|ing)|arriv(?:es|ing)|ships?|shipping|starts?|begins?|opens?|date|coming|expected|start)?" +
    "(?:[\\s:–,-]|on|from|starting|at|in|by|the|this|next|ab|am|dès|le|à partir du|desde|el|dal)*$", "iu")
const verb = /(?:available|stock|sale|out|releas|launch|arriv|ship|start|begin|open|coming|expected|date|erhältlich|verfügbar|lieferbar|vorverkauf|vvk|disponible)/iu

const monthDay = /(?<![\p{L}\p{N}])(?:(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? (\d{1,2})|(\d{1,2})(?:st|nd|rd|th)? (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)(?![\p{L}\p{N}])/iu
const relative = new RegExp(`(?<!\\p{L})(?:(?:(?:this|next|on) )?${weekday}|tomorrow|(?:next|later this) (?:week|month|year))(?!\\p{L})`, "iu")
const endsInWeekday = new RegExp(`(?:(?:on|this|next) )?${weekday},? ?$`, "iu")
const names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

/** Where a day to come stands in a line: `from` is before what names it. A day without its year is the one of this year. */
const dayAhead = (line: string, page: Page): { readonly start: number; readonly end: number } | null => {
  const now = DateTime.toEpochMillis(page.readAt)
  const [dated, ...others] = findDates(line)
  if (dated !== undefined) return others.length === 0 && dated.span.start > now ? dated : null
  const day = monthDay.exec(line)
  if (day !== null) {
    const at = Date.UTC(DateTime.toPartsUtc(page.readAt).year, names.indexOf((day[1] ?? day[4] ?? "").toLowerCase()), Number(day[2] ?? day[3]))
    return at > now ? { start: day.index, end: day.index + day[0].length } : null
  }
  const soon = relative.exec(line)
  return soon === null ? null : { start: soon.index, end: soon.index + soon[0].length }
}

/** Whether a line says that the thing can be had from a day to come: `The Koda 2 goes on sale on Friday, 24 April`, `Available from 1 May 2026`. */
export const startsLater = (line: string, page: Page, subject: Subject | null): boolean =>
  line.length <= 400 && verb.test(line) && line.split(/(?<=[\p{L}\p{N}][.!])\s+(?=\p{Lu})/u).some((sentence) => saysLater(sentence, page, subject))

const saysLater = (line: string, page: Page, subject: Subject | null): boolean => {
  const text = line.replace(/\s+/g, " ").trim()
  if (text.length > 120 || text.includes("?")) return false
  const day = dayAhead(text, page)
  if (day === null) return false
  const dayless = text.slice(0, day.start).replace(endsInWeekday, "")
  const named = subject !== null && matchSubject(dayless, subject) === "same"
  const words = named ? dayless.split(" ") : []
  const at = words.findLastIndex((word) => subject?.words.has(word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "")) === true)
  const head = (named && at >= 0 ? words.slice(at + 1).join(" ") : dayless).trim()
  return verb.test(head) && begins.test(head) && text.slice(day.end).trim().split(" ").length <= 6
}

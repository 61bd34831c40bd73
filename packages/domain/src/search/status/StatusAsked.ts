import type { Page } from "../../ports/PageReader.ts"
import { findDates } from "../date/findDates.ts"
import { withoutDates } from "../date/withoutDates.ts"
import { mainBlocks } from "../identity/mainBlocks.ts"
import { matchSubject } from "../identity/matchSubject.ts"
import { nameTokens } from "../identity/nameTokens.ts"
import { genericWords } from "../identity/otherThingWords.ts"
import { speaksForPage } from "../identity/pageSubject.ts"
import { subjectOf } from "../identity/Subject.ts"
import { namingWords } from "./qualifiers.ts"
import { matters, type StatusTopic, statusTopic } from "./matterWords.ts"

/** What is asked for, as it may be found on one page. */
export interface StatusAsked {
  readonly topic: StatusTopic
  /** Every word by which the thing is named, by the condition and the task's query. */
  readonly words: ReadonlySet<string>
  /** Finds the matter in a text, or where there is none the thing. */
  readonly mention: RegExp
  /**
   * Whether a sentence may speak of the thing: it names it, or the page is about it and the sentence names no other and no past year.
   * What stands right above it, short, may name it too.
   */
  readonly isMeantBy: (sentence: string, label?: string) => boolean
  /** Whether a text names the thing. */
  readonly isNamedIn: (text: string) => boolean
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")

/** A name as it may be written: with other spaces, dashes, commas and apostrophes. */
const nameSource = (name: string): string =>
  `(?<![\\p{L}\\p{N}])${name.replace(/^(?:the|an?)\s+/iu, "").split(/[\s\-–]+/u).map((word) => escaped(word).replace(/['’]/gu, "['’]")).join(",?[\\s\\-–]+")}(?![\\p{L}\\p{N}])`

/** The years of a text; an academic year (`2025/26`) counts as the later. */
const yearsOf = (text: string): ReadonlyArray<number> =>
  [...text.matchAll(/(?<!\d)((?:19|20)\d\d)(?:\s?[/–-]\s?(\d{2}|(?:19|20)\d\d)(?!\d|[-/–]))?(?!\d)/gu)].map(([, year, next]) =>
    next === undefined ? Number(year) : Number(next) % 100 === (Number(year) + 1) % 100 ? Number(year) + 1 : Number(year))

const isOfThePast = (text: string, thisYear: number): boolean => {
  const years = yearsOf(text)
  return years.length > 0 && years.every((year) => year < thisYear)
}

/** `third season` and `season three` are `season 3`. */
const ordinals = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
const cardinals = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
const nthSeason = new RegExp(`(?<!\\p{L})(?:(${ordinals.join("|")})|(\\d{1,2})(?:st|nd|rd|th)) (season|series|edition)(?!\\p{L})`, "giu")
const seasonInWords = new RegExp(`(?<!\\p{L})(season|series) (${cardinals.join("|")})(?!\\p{L})`, "giu")
export const withSeasonNumber = (text: string): string =>
  text.replace(nthSeason, (_, word: string | undefined, digits: string | undefined, noun: string) =>
    `${noun} ${digits ?? ordinals.indexOf((word ?? "").toLowerCase()) + 1}`)
    .replace(seasonInWords, (_, noun: string, word: string) => `${noun} ${cardinals.indexOf(word.toLowerCase()) + 1}`)
const season = /(?<!\p{L})(?:season|series) (\d{1,2})(?!\d)/iu

/** Words of the question and not of the thing. */
const ofAnyStatus = /^(?:clos|cancel|postpon|renew|publish|announc|confirm|reveal|exten|reopen|regist|appl|admission|enrol|entr|sign|submi|call|book|reserv|nominat|voting|ballot|lotter|consult|result|score|grade|winner|short|long|date|deadline|line|schedul|timetab|agenda|program|concert|show|festival|conferen|tour|match|exhibit|premiere|season|start|begin)/

/** Null where the page is one of a year that is over, or one that checks what others say. */
export const statusAsked = (of: string | null, about: string | null, page: Page, thisYear: number): StatusAsked | null => {
  const topic = statusTopic(of)
  // `2027 entry` is no name by itself; the query says of what.
  const own = topic.thing === null ? null : subjectOf(topic.thing)
  const isName = topic.thing !== null && /\p{Lu}/u.test(topic.thing.slice(0, 1)) || (own !== null && own.names.length + own.models.length > 0)
  const name = isName ? topic.thing ?? "" : `${about ?? ""} ${topic.thing ?? ""}`.trim()
  const subject = subjectOf(name)
  const words = new Set(nameTokens(`${of ?? ""} ${about ?? ""}`).map(({ text }) => text))
  const askedSeason = topic.thing === null ? undefined : season.exec(topic.thing)?.[1]
  const bare = (topic.thing ?? about ?? "").replace(season, "").replace(/[\s,–-]+$/u, "").trim()
  const mention = topic.matter === null ? nameSource(bare === "" ? "\u0000" : bare) : `(?<![\\p{L}\\p{N}])(?:${matters[topic.matter]})(?![\\p{L}\\p{N}])`
  // `The pool is closed` on the page of the Lido Park pool.
  const kind = bare.replace(/\s(?:19|20)\d\d$/u, "").split(/\s+/u).slice(1).at(-1)
  const literal = isName ? new RegExp(nameSource(bare), "iu") : null
  // `Norvale entrance exam 2026`, word for word, is no other's.
  const isLongName = nameTokens(bare).filter(({ text }) => /\p{L}/u.test(text) && !genericWords.has(text)).length > 1
  // A renewed phone is another deal, a renewed show is not.
  const plain = (text: string) => withSeasonNumber(text).replace(/(?<!\p{L})renew(?:ed|als?)(?!\p{L})/giu, "–")
  const titled = { ...page, title: page.title === null ? null : plain(page.title), headings: (page.headings ?? []).map(plain) }
  const heads = [titled.title ?? "", ...titled.headings]
  const askedYears = yearsOf(`${of ?? ""} ${about ?? ""}`)
  const hasYear = askedYears.length > 0
  const lines = mainBlocks(page).slice(0, 10).filter((line) => line.length <= 60).join("\n")
  if (!hasYear && isOfThePast(lines, thisYear) && findDates(lines).length > 0) return null
  // Who checks a rumour repeats it first.
  if (heads.some((head) => /(?<!\p{L})(?:fact[- ]?check(?:ed|ing)?|hoax|debunk(?:ed|ing)?|myths?)(?!\p{L})/iu.test(head))) return null
  if (!hasYear && heads.some((head) => isOfThePast(head, thisYear)) && !heads.some((head) => yearsOf(head).some((year) => year >= thisYear))) return null
  const namesIt = (text: string): boolean => (literal?.test(text) ?? false) || (subject !== null && matchSubject(text, subject) === "same")
  const forPage = speaksForPage(titled, subject) && (literal === null || heads.some(namesIt))
  const withKind = topic.matter === null && kind !== undefined && /^\p{L}{4,}$/u.test(kind) && forPage ? `${mention}|(?<![\\p{L}\\p{N}])(?:(?:the|this) ${kind}|this event)(?![\\p{L}\\p{N}])` : mention
  // A thing that has no name of its own must be called by its words, here or in what the page is headed with.
  const plainWords = isName ? [] : nameTokens(`${topic.thing ?? ""} – ${about ?? ""}`)
    .filter(({ capital, text }) => !capital && text.length >= 4 && !genericWords.has(text) && !ofAnyStatus.test(text)).map(({ text }) => text)
  const ownWords = namingWords(nameTokens(topic.thing ?? "").map(({ text }) => text).filter((word) => word.length >= 4 && !genericWords.has(word))).map((word) => word.slice(0, 5))
  const naming = namingWords(plainWords).map((word) => word.slice(0, 5))
  const said = (text: string, stem: string) => nameTokens(text).some((token) => token.text.startsWith(stem))
  return {
    topic,
    words,
    mention: new RegExp(withKind, "iu"),
    isNamedIn: (text) => (isLongName && literal?.test(text) === true) || (subject !== null && subject.names.length + subject.models.length > 0 && namesIt(plain(text))) || (!isName && ownWords.length > 0 && ownWords.every((word) => said(text, word))),
    isMeantBy: (line, label = "") => {
      const sentence = plain(line)
      if (!naming.every((stem) => said(sentence, stem) || said(label, stem) || heads.some((head) => said(head, stem)))) return false
      if (subject !== null && subject.models.length > 0 && askedSeason === undefined && matchSubject(sentence.replace(/(?<!\p{L})(?:for|to|with|of)(?!\p{L})/giu, ","), subject) === "other") return false
      const years = yearsOf(withoutDates(sentence))
      if (hasYear && years.length > 0 && !years.some((year) => askedYears.includes(year))) return false
      if (!hasYear && isOfThePast(sentence, thisYear)) return false
      // What a page about a season says of a matter is that season's; a show is renewed for the one that is named.
      const numbered = season.exec(sentence)?.[1] ?? (topic.matter === null ? undefined : heads.map((head) => season.exec(head)?.[1]).find((one) => one !== undefined))
      if (askedSeason !== undefined && numbered !== askedSeason) return false
      return forPage || namesIt(sentence)
    }
  }
}

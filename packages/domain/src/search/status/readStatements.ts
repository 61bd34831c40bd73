import type { StatusWord } from "../condition/Condition.ts"
import { findDates } from "../date/findDates.ts"
import { hedgeIn } from "../identity/hedgeIn.ts"
import { nameTokens } from "../identity/nameTokens.ts"
import { speaksToMachine } from "../model/speaksToMachine.ts"
import { quoteAround } from "../condition/quoteAround.ts"
import type { StatusAsked } from "./StatusAsked.ts"
import { leavesItTheSame } from "./qualifiers.ts"
import { quotationsIn } from "./quotationsIn.ts"
import { settledDates } from "./settledDates.ts"
import { endsPlainly, isDoer, isUnreal, leadsPlainly } from "./statesPlainly.ts"
import { statusForms, type StatusForms } from "./statusForms.ts"
import { wordSet } from "../wordSet.ts"

/** What one sentence says: that it is so, or that it is not, not yet or the contrary. */
export interface Statement {
  readonly holds: boolean
  /** Whether the sentence itself names the thing. */
  readonly isNamed: boolean
  readonly quote: string
}

/** A predicate that stands further from its thing belongs to something else. */
const maxBetween = 14

/** Longer ones are lists without points, and a page that speaks of the thing in more sentences says nothing new in the rest. */
const maxSentence = 1_000
const maxSentences = 300

const maxLabel = 40
/** `Yoga class: registration is open`: what a sentence begins with, up to its colon. */
const labelIn = (prefix: string): string => /^([^.!?:;]{2,40})\s?[:–—]\s*$/u.exec(prefix)?.[1] ?? ""
/** Headings that go with anything. */
const general = wordSet(
  "how apply application applications key facts dates date important registration fees fee entry entries requirements about overview status news update updates information info details contact " +
    "deadline deadlines results result notice notices tickets admissions admission enrolment enrollment announcement announcements latest next steps timeline schedule programme program register sign up " +
    "now open closed current welcome home read more less download pdf share print back top menu search close skip content table contents introduction overview summary call papers submissions submission booking bookings general public online your our you can here where when who what eligibility"
)
/** Whether a label is the name of something that was not asked for: `Fun Run` above `Registration is open`. */
const namesOther = (label: string, asked: StatusAsked): boolean =>
  nameTokens(label).some(({ text }, _, all) => all.length <= 5 && text.length > 2 && ![...asked.words].some((word) => word.slice(0, 5) === text.slice(0, 5)) && !general.has(text) && !leavesItTheSame([text], asked.words))

/** `2025` above what is said of that year. */
const isYearHeading = /^\D{0,30}(?:19|20)\d\d(?:\s?[/–-]\s?\d{2,4})?\D{0,12}$/u

const sentencesOf = (block: string): ReadonlyArray<{ readonly at: number; readonly sentence: string }> => {
  const text = block.slice(0, 20_000)
  const ends = [...text.matchAll(/(?<=[\p{L}\p{N})’”"'][.!?](?:\[\d{1,3}\]){0,4})\s+(?=[\p{Lu}“"‘])/gu)]
  return [0, ...ends.map(({ 0: space, index }) => index + space.length)].map((at, number) => ({ at, sentence: text.slice(at, ends[number]?.index ?? text.length) }))
}

/** News of so long ago is told no more; what is announced of a year may well be of the year before. */
export const staleAfter = 270 * 86_400_000
/** Whether a short line is the day on which what stands beside it was published, and that is long ago. */
const isOldDay = (line: string, now: number): boolean => {
  const dates = line.length > 40 ? [] : findDates(line)
  return dates.length > 0 && dates.every(({ span }) => span.end < now - staleAfter)
}

/** Words before the thing that make of a statement a condition, a question or a promise to tell. */
const conditional = /(?<!\p{L})(?:when(?:ever)?|as soon as|before|after|whether|while|how|what|why|where|who|latest|notif(?:y|ied)|inform(?:ed)?|alert(?:ed|s)?|let you know|find out|check|claim(?:s|ed|ing)?|suggest(?:s|ed|ing)?|believe[sd]?|thinks?|thought|insist(?:s|ed)?|reports? (?:that|say)|wonder(?:s|ed)?|even though|in case|dates when)(?!\p{L})/iu
/** Words behind a statement that take it back, or say that another said so. */
const doubted = /(?<!\p{L})(?:rumou?rs?|reportedly|allegedly|sources|insiders?|according to|unconfirmed|claim(?:s|ed)?|fake|hoax|false|untrue|denie[sd]|if|unless|pending|subject to|provided|waiting list|waitlist|(?:in|at|for|to) (?:some|certain|selected|several|parts))(?!\p{L})|\?/iu

const tokensOf = (text: string): ReadonlyArray<string> => nameTokens(text).map((token) => token.text)

/** The word that a text ends with, in small letters; none: empty. */
const lastWord = (prefix: string): string => /([\p{L}\p{N}'’-]+)\s*$/u.exec(prefix)?.[1]?.toLowerCase() ?? ""

const isPlainPrefix = (prefix: string): boolean => hedgeIn(prefix) === null && !conditional.test(prefix)

/** Where the thing that is asked for stands in a sentence. */
const mentions = (sentence: string, asked: StatusAsked): ReadonlyArray<{ readonly start: number; readonly end: number }> =>
  [...sentence.matchAll(new RegExp(asked.mention, "giu"))].slice(0, 5).map((match) => ({ start: match.index, end: match.index + match[0].length }))

/** `the pasta party of the Harbour Marathon`: the thing only tells where something else belongs. */
const belongsTo = /(?<!\p{L})(?:of|for|to|by|with|from|like|about|than|in|at) (?:the|a|an|our|your|(?:this|next|last) year['’]s) $/iu

/** A word right before the thing may make another of it: `volunteer registration`, `the sequel to Saltmarsh`. */
const isItself = (prefix: string, asked: StatusAsked): boolean => {
  const word = lastWord(prefix)
  if (word === "") return true
  if (asked.topic.matter === null && belongsTo.test(prefix)) return false
  if (asked.topic.matter === null) return !/^(?:of|for|to|by|with|from|like|about|than|in|at|and|or|not|without)$|['’]s$/u.test(word)
  return leavesItTheSame(tokensOf(word), asked.words) || /^(?:is|are|accepting|taking|inviting|opened|closed|announces?d?|confirms?|confirmed|reveals?|revealed|extends?|extended|has|have)$/u.test(word)
}

/** What stands between the thing and its verb: nothing, what it is for, or an aside in brackets. */
const isNear = (between: string, asked: StatusAsked): boolean => {
  const text = between.replace(/\([^()]{0,80}\)/gu, " ").trim()
  if (text === "" || text === ",") return true
  if (/[;:?!]|\p{L}\.\s/u.test(text)) return false
  if (asked.topic.matter === null) return /^(?:[,–—-][^,–—]{1,80}[,–—-])$/u.test(text) || leavesItTheSame(tokensOf(text), asked.words)
  return /^(?:for|to|of|at|in|on|from|into|via|between|with|against)\s/iu.test(text) && leavesItTheSame(tokensOf(text).slice(1), asked.words)
}

/** `from 1 March to 31 March 2026`: the year of the end is the beginning's too. */
const rangeIn = (tail: string): { readonly start: number; readonly end: number } | null => {
  const match = /^\s*(?:from|between)\s+(.{3,24}?)\s+(?:to|until|till|and|through|–|-)\s+(.{3,40})/iu.exec(tail)
  const [end] = findDates(match?.[2] ?? "")
  if (end === undefined) return null
  const from = match?.[1] ?? ""
  const [start] = [...findDates(from), ...findDates(`${from} ${new Date(end.span.start).getUTCFullYear()}`)]
  return start === undefined || start.span.start > end.span.start ? null : { start: start.span.start, end: end.span.end }
}

const ahead = /^(?:re-?)?open\s|(?<!\p{L})(?:will|to|(?:re-?)?open(?:s|ing)|clos(?:es?|ing)|end(?:s|ing)|should|could|may|might)(?!\p{L})/iu

/** Days that a statement names turn it round: `is open from 1 May` is not open in April, `until 1 May` says nothing in June. */
const inTime = (holds: boolean, verb: string, tail: string, now: number): boolean | null => {
  const range = holds ? rangeIn(tail) : null
  if (range !== null) return range.end <= now ? null : range.start <= now
  const dates = settledDates(tail, now)
  const [first] = dates
  const last = dates.at(-1)
  // What was to happen by now may have happened.
  if (!holds && last !== undefined && last.end <= now && (ahead.test(verb) || /^\s*(?:until|till)(?!\p{L})/iu.test(tail))) return null
  // `is open from 1 May` says in April that it is closed.
  if (!holds) return first !== undefined && first.start > now && !ahead.test(verb) && /^\s*(?:from|starting|as of|beginning)(?!\p{L})/iu.test(tail) ? null : false
  if (/^\s*(?:from|on|starting|as of|beginning|in)(?!\p{L})/iu.test(tail) && first === undefined) return /^\s*(?:on|in)(?!\p{L})/iu.test(tail) ? true : null
  if (first !== undefined && /^[^.,;:!(–—]*(?:^|\s)(?:from|starting|as of|beginning)(?!\p{L})|^\s*(?:on|in)(?!\p{L})/iu.test(tail) && first.start > now) return false
  if (last !== undefined && /(?<!\p{L})(?:until|till|through|to|up to)(?!\p{L})/iu.test(tail) && last.end <= now) return null
  return true
}

/** What is cancelled "for runners under 18" goes on for others; "for safety reasons" names nobody. */
const forPeople =
  /^\s*for\s+(?:[\p{L}’'-]+\s){0,3}(?:runners|riders|athletes|participants|members|residents|students|pupils|visitors|guests|fans|children|kids|adults|men|women|juniors|seniors|beginners|applicants|players|teams|groups|passengers|those|anyone|everyone)(?!\p{L})/iu

/** Why something is called off, and to when: no part of whom. */
const cause = /^\s*(?:for (?:lack|want|good|fear|(?:the|a) \p{L}+ time|\p{L}+ reasons|reasons)|to (?:\d|\p{L}+ \d|the|a|next|spring|summer|autumn|winter|later|allow|protect|avoid|save|make))(?![\p{L}])/iu

/** Whom something is open to: to some is not to all. */
const isForAll = (tail: string, asked: StatusAsked, isDeferral: boolean): boolean => {
  const [, whom] = /^\s*(?:[,:(–—-]\s*)?(?:to|for)\s+([^.,;:!–—]{1,80}?)(?=\s+(?:after|following|on|at|from|until|till|via|through|by|and)\s|[.,;:!–—]|$)/iu.exec(tail) ?? []
  return whom === undefined || (isDeferral && cause.test(tail)) || leavesItTheSame(tokensOf(whom), asked.words)
}

/** A cinema is closed for repairs and a festival is cancelled for lack of money; a registration that is closed for some is not closed. */
const isOfMatter = (is: StatusWord, asked: StatusAsked): boolean => is === "open" || is === "cancelled" || is === "postponed" || is === "announced" || (asked.topic.matter !== null && (is === "closed" || is === "published"))

const stated = (sentence: string, { end, start }: { readonly start: number; readonly end: number }, asked: StatusAsked, forms: StatusForms, is: StatusWord, now: number): boolean | null => {
  const clause = sentence.lastIndexOf(";", start) + 1
  const prefix = sentence.slice(clause, start)
  const rest = sentence.slice(end)
  const said = (holds: boolean, lead: string, verb: string, tail: string): boolean | null => {
    if (doubted.test(tail) || !isPlainPrefix(lead)) return null
    if (holds && (/(?<!\p{L})only(?!\p{L})/iu.test(tail) || ((isOfMatter(is, asked) || forPeople.test(tail)) && !isForAll(tail, asked, is === "cancelled" || is === "postponed")))) return null
    const isSo = inTime(holds, verb, tail, now)
    return isSo === true && !endsPlainly(verb, tail, is) ? null : isSo
  }
  for (const [holds, patterns] of [[false, forms.deniesBefore], [true, forms.holdsBefore]] as const) {
    const found = patterns.map((pattern) => pattern.exec(prefix)).find((match) => match !== null)
    if (found == null) continue
    // `The beta is open for registration`: what is open stands before.
    const opened = prefix.slice(0, found.index).split(/[:,;.–—]/u).at(-1) ?? ""
    if (/(?:open|closed)\s+(?:for|to)/iu.test(found[0]) && !leavesItTheSame(tokensOf(opened), asked.words)) return null
    // `renews Saltmarsh star's contract`: what goes on is another thing.
    if (!/^\s*(?:$|[.,!;:’'"”)–—]|(?:for|until|to|of|after|due|on|in|by|at|today|yesterday|this|and)(?!\p{L}))/iu.test(rest)) return null
    const [complement] = /^\s*(?:for|to|of|at)\s[^.,;:!–—]{1,80}/iu.exec(rest) ?? [""]
    if (asked.topic.matter !== null && complement !== "" && !isNear(complement, asked)) return null
    const doer = prefix.slice(0, found.index)
    return holds && !isDoer(doer, asked.words, now) ? null : said(holds, doer, found[0], rest)
  }
  // `No date has been announced`: a denial stands before as well as behind.
  const none = /(?:^|[\s(“"])no(?: (?:new|official|firm|exact))?\s*$/iu.exec(prefix)
  const lead = none === null ? prefix : prefix.slice(0, none.index)
  if (!isItself(lead, asked)) return null
  const starts = [0, ...[...rest.matchAll(/[\s,)–—:]+/gu)].map((match) => match.index + match[0].length)].slice(0, maxBetween)
  for (const at of starts) {
    const tail = rest.slice(at).replace(/^\s+/u, "")
    // A label's colon and its word are one predicate.
    const label = at === 0 && /^[:–—-]/u.test(tail)
    for (const [holds, patterns] of [[false, forms.denies], [true, forms.holds]] as const) {
      const found = patterns.map((pattern) => pattern.exec(tail)).find((match) => match !== null)
      if (found == null) continue
      if (none !== null && !holds) return null
      if (holds && none === null && !leadsPlainly(lead, found[0], asked.words, now)) return null
      return label || isNear(rest.slice(0, at), asked) ? said(holds && none === null, lead, found[0], tail.slice(found[0].length)) : null
    }
  }
  return null
}

/** What looks like a heading, whatever it is marked up as: a few words without a point above a sentence. */
const isHeading = (line: string, below: string | undefined): boolean =>
  line.length <= maxLabel && !/[.!?,:;…\d]/u.test(line) && below !== undefined && below.length > line.length && /\s\S+\s.*[.!?]["”’)]?$/u.test(below)

const ofGroup = /^(?:volunteer|exhibitor|sponsor|press|media|speaker|partner|staff|vendor|trader|member|steward|clubs?$|association|society|federation|committee|shop|store|forum|fans?$)/u
/** Whether a page's name says that it is about a part of the thing, for some, or of those who make it: `Harbour Marathon 2026 – Expo`, `Volunteer portal`. */
const isOfPart = (name: string, asked: StatusAsked): boolean =>
  (asked.isNamedIn(name) && name.split(/\s[–—|:·-]\s|:\s/u).some((part) => !asked.isNamedIn(part) && namesOther(part, asked))) ||
  tokensOf(name).some((word) => ofGroup.test(word) && ![...asked.words].some((own) => own.slice(0, 5) === word.slice(0, 5)))

/** The blocks that name the page, and those that name a part of it. */
export interface Headings {
  readonly headings: ReadonlySet<string>
  readonly sections: ReadonlySet<string>
}

/** What the sentences of these blocks say of the thing asked for, in reading order. */
export const readStatements = (blocks: ReadonlyArray<string>, { headings, sections }: Headings, asked: StatusAsked, is: StatusWord, now: number): ReadonlyArray<Statement> => {
  const forms = statusForms(is, asked.topic.matter)
  let left = maxSentences
  const isElsewhere = headings.size > 0 && [...headings].every((name) => isOfPart(name, asked))
  let year = ""
  let heading = ""
  return blocks.flatMap((line, index) => {
    // A label and what stands below it are one line: `Release date:` / `To be announced`.
    const block = /^.{1,40}:\s*$/u.test(line) ? `${line} ${(blocks[index + 1] ?? "").slice(0, 80)}` : line
    const above = blocks[index - 1] ?? ""
    const isFirst = headings.has(line)
    const label = !isFirst && above.length <= maxLabel && !/[.!?,\d]/u.test(above) ? above : ""
    // What stands above a page's name is its menu.
    if (isFirst) heading = ""
    else if (sections.has(line) || isHeading(line, blocks[index + 1])) heading = line
    if (isYearHeading.test(line)) year = /(?:19|20)\d\d/.exec(line)?.[0] ?? ""
    if (!asked.mention.test(block) || speaksToMachine(block)) return []
    const quotations = quotationsIn(block)
    const unreal = isUnreal(block)
    const outdated = [above, blocks[index + 1] ?? ""].some((beside) => isOldDay(beside, now))
    return sentencesOf(block).flatMap(({ at, sentence }) => {
      if (left === 0 || sentence.length > maxSentence || !asked.mention.test(sentence)) return []
      left--
      if (/\?["”’']?$/u.test(sentence.trimEnd()) || !asked.isMeantBy(/(?:19|20)\d\d/.test(sentence) ? sentence : `${year} ${sentence}`, label)) return []
      return mentions(sentence, asked).flatMap((mention) => {
        if (quotations.some(({ end, start }) => start < at + mention.start && at + mention.end < end - 1)) return []
        const holds = stated(sentence, mention, asked, forms, is, now)
        const isNamed = asked.isNamedIn(sentence)
        const isOther = (!isNamed && (isElsewhere || (heading !== line && namesOther(heading, asked)))) || (!(isNamed && asked.isNamedIn(label)) && namesOther(label, asked)) || namesOther(labelIn(sentence.slice(0, mention.start)), asked)
        return holds === null || (holds && (outdated || unreal || isOther)) ? [] : [{ holds, isNamed, quote: quoteAround(sentence, mention.start, mention.end) }]
      }).slice(0, 1)
    })
  })
}

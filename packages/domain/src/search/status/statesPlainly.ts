import type { StatusWord } from "../condition/Condition.ts"
import { weekday } from "../date/weekday.ts"
import { withoutDates } from "../date/withoutDates.ts"
import { nameTokens } from "../identity/nameTokens.ts"
import { leavesItTheSame } from "./qualifiers.ts"
import { settledDates } from "./settledDates.ts"

const bounded = (source: string) => new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, "iu")
const anchored = (source: string) => new RegExp(`^(?:${source})$`, "iu")

/** What happens as a rule, or at certain hours: `is closed on Mondays`, `is open on race weekend`. */
const asARule = bounded(
  "(?:mon|tues|wednes|thurs|fri|satur|sun)days|every|each|daily|weekly|monthly|annually|yearly|weekdays?|weekends?|usually|normally|always|generally|typically|sometimes|often|cases?|all (?:night|day|week|year)(?: round)?" +
    "|year[- ]round|around the clock|24/7|o'clock|\\d{1,2}(?:[:.]\\d\\d|\\s?[ap]\\.?m\\.?)?\\s?(?:to|[–-])\\s?\\d{1,2}[:.]\\d\\d"
)

/** Who goes on like this takes some of it back, or does not mean it. */
const takenBack = bounded("but|except|however|although|though|not|joke[sd]?|joking|kidding|trending|last year|this year's no|the year before|back then|years? ago|if you|or is it|or so|in theory|said (?:the|an?) (?:mail|e-?mail|letter|sign|message|post|poster)|in error|by mistake|mistakenly|accidentally|prematurely|too early|taken down|withdrawn|removed")

const justNow = `today|yesterday|tonight|now|this (?:morning|afternoon|evening|week|month|${weekday})|last (?:night|week|month|${weekday})|(?:on )?${weekday}(?: (?:morning|afternoon|evening|night))?`

const inAMonth = "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
const dayLike = `(?:\\d|the \\d|${justNow}|(?:early |late |mid-? ?)?${inAMonth}|spring|summer|autumn|fall|winter|further notice|noon|midnight|the end|all places|(?:its|their) (?:end|beginning))`

/** With what a sentence may go on once it has said so: an end, a day, a cause. Anything else makes another thing of it, `in Leeds` or `by invitation`. */
const goesOn = new RegExp(
  `^\\s*(?:$|[.!,;:–—()\\[\\]"”’…-]|(?:again|online|here|early|${justNow}|for|to|due|because|owing|after|following|and|so|indefinitely|permanently|officially|worldwide|citing|amid|of|via (?:our|the) (?:website|site|web ?page)` +
    `|on (?:our|the) (?:\\p{L}+ )?(?:website|site|page)|at (?:https?|www|[\\p{L}\\d-]+\\.\\p{L})|with immediate effect|as of|as a result|by \\d|by (?:one|two|three|four|five|six|a|another)|in full` +
    `|(?:on|in|at|from|until|till|through|by|since|before) ${dayLike})(?![\\p{L}]))`,
  "iu"
)
/** Who did it may be said of everything but an opening; where, only of what is made known. */
const byWhom = /^\s*by (?:the |its )?\p{Lu}|^\s*by (?:the|its) \p{Ll}/u
const where = /^\s*(?:in|at) (?:the |a )?[\p{L}\d]/u
/** A part of it, or a while. */
const partly = bounded("in part|partly|partially|some of|hours?|minutes?|maintenance")

/** Without an auxiliary, and without a day, it may have been long ago: `reopened after the war`. */
const bareOpening = /^(?:re-?)?(?:opened|closed)$/iu
const ofLate = new RegExp(`^\\s*(?:$|[.!]|(?:${justNow}|on|to|for|at|until)(?![\\p{L}\\p{N}]))`, "iu")

const bareMonth = new RegExp(`^\\s*in ${inAMonth}(?! \\d)`, "iu")
const onAWeekday = new RegExp(`^\\s*(?:on )?${weekday}`, "iu")

/** Whether what follows the verb leaves it said. */
export const endsPlainly = (verb: string, tail: string, is: StatusWord): boolean => {
  const isDeed = is !== "open" && is !== "closed"
  const isDone = /^(?:was|were|has|have|got)(?!\p{L})/iu.test(verb)
  if (!(goesOn.test(tail) || (isDeed && (isDone || is !== "published") && byWhom.test(tail)) || ((is === "announced" || (is === "published" && isDone)) && where.test(tail)))) return false
  // `Entry is open from 18.00` speaks of doors.
  if (is === "open" && /^\s*(?:from|at) \d{1,2}(?:[:.]\d\d|\s?[ap]\.?m|\s?[.!]?$)/iu.test(tail)) return false
  // `in March and September` is a rule, or to come.
  if (is === "open" && bareMonth.test(tail)) return false
  // `is cancelled on Friday` may be the Friday's.
  if ((is === "cancelled" || is === "postponed") && /^(?:is|are)(?!\p{L})/iu.test(verb) && onAWeekday.test(tail)) return false
  return !takenBack.test(tail) && !partly.test(tail) && !asARule.test(tail) && (!bareOpening.test(verb.trim()) || ofLate.test(tail))
}

const provisional = bounded("provisional|preliminary|unofficial|partial|interim|incomplete")
/** What counts until the last word is spoken. */
export const isProvisional = (block: string): boolean => provisional.test(block)

const unreal = bounded("kidding|jok(?:e[sd]?|ing)|imagine|scenario|suppose|pretend|drill|exercise|rehearsal|forged|fake[sd]?|hoax|scam|not so|not true|untrue|hypothetical|for example|dream(?:s|ed|t)?|bets?|april fool(?:s|['’]s)?|test message|what if|by mistake|in error")
/** What is imagined, played or forged, here or in the sentences around: a scenario, a drill, a joke. */
export const isUnreal = (block: string): boolean => unreal.test(block)

const announcers = "we|i|the (?:\\p{L}+ )?(?:organi[sz]ers?|committee|broadcaster|channel|network|college|university|council|festival|club|board|museum|team|ministry|government|company|studio|jury|office)"
const feeling = "(?:are|am|is|['’]re|['’]m)\\s(?:\\p{L}+ly |very |so |really )?(?:pleased|happy|delighted|proud|excited|thrilled|glad|sorry|sad|saddened) to\\s"
const announcing = anchored(
  `(?:it is )?(?:with (?:\\p{L}+ ){1,4}(?:that )?)?(?:${announcers})\\s?(?:${feeling}|(?:regret|have|has|can)(?:s)?(?: to)?(?: now| today)?\\s|today\\s)?(?:announced?|announces|say|says|said|confirm|confirms|confirmed|share|report)(?: (?:${justNow}))? that` +
    "|please note(?: that)?|note that"
)
const timePhrase = anchored(
  `(?:${justNow}|(?:as of|since|from|on|effective|in) (?:now|today|${justNow}|early |late |mid-?|the |\\d|st|nd|rd|th|of |[ ,.]|${inAMonth}|…)+)` +
    "|(?:due to|because of|owing to|thanks to) [^.:;!]{1,100},|unfortunately|sadly|regrettably|finally|at last|good news"
)
/** What may stand before the colon or the dash of a line that goes on to say what is so. */
const labels = new Set(
  ("update updated news note notice breaking good great important attention reminder hooray hurrah yes latest official press release statement status registration registrations entry entries applications application admission " +
    "admissions results tickets deadline deadlines dates announcement announcements info information now new key how apply of the and to for our just in current next").split(" ")
)

const wordsOf = (text: string): ReadonlyArray<string> => text.toLowerCase().match(/[\p{L}\p{N}]+(?:['’]\p{L}+)?/gu) ?? []
const isOwnLabel = (label: string, asked: ReadonlySet<string>): boolean => nameTokens(label).every(({ text: word }) => labels.has(word) || /^\d+$/u.test(word) || leavesItTheSame([word], asked))

/** Without the articles and names that belong to the thing: what is left is said about it. */
const withoutOwnWords = (lead: string, asked: ReadonlySet<string>): string => {
  let rest = lead.replace(/[\s"“”‘’'«(]+$/u, "")
  for (let before = ""; rest !== before;) {
    before = rest
    const word = /([\p{L}\p{N}'’-]+)$/u.exec(rest)?.[1]
    if (word !== undefined && (wordsOf(word).every((one) => asked.has(one)) || /^(?:the|a|an|our|its|their|all|online|general|new|this|public|official)$/iu.test(word))) rest = rest.slice(0, -word.length).replace(/[\s"“”‘’'«(]+$/u, "")
  }
  return rest
}

/** `The crime drama`, before the name of what it is. */
const description = /^(?:the|its|our|hit)(?: [\p{Ll}\d-]+){0,4}$/iu

/**
 * Whether what stands before the thing leads to a plain statement and to nothing else: nothing at all, a label, a time, or somebody who
 * announces it. `Make sure that registration is open` says nothing, and so does whatever else nobody thought of.
 */
export const leadsPlainly = (lead: string, verb: string, asked: ReadonlySet<string>, now: number): boolean => {
  if (settledDates(lead, now).some(({ start }) => start > now)) return false
  const parts = withoutOwnWords(lead, asked).split(/(?<=[:–—!])\s*|(?<=\s-)\s/u).map((part) => part.trim()).filter((part) => part !== "")
  return parts.every((part, at) => {
    if (/[:–—!-]$/u.test(part)) return part.length <= 80 && isOwnLabel(withoutDates(part), asked)
    const text = part.replace(/,$/u, "")
    if (at !== parts.length - 1) return false
    return timePhrase.test(withoutDates(part)) || timePhrase.test(withoutDates(text)) || announcing.test(text) || (/^(?:is|are|has|have|was|were|['’]s)(?!\p{L})/iu.test(verb) && description.test(text)) || leavesItTheSame(wordsOf(text), asked)
  })
}

const noDoer = bounded("that|sure|which|unless|in order|wants?|hopes?|says?|said|if")
/** Whether this is a doer of the deed and no clause: `Northlight`, `We`, `The organisers`. */
export const isDoer = (lead: string, asked: ReadonlySet<string>, now: number): boolean => {
  const clause = lead.split(/(?<=[:–—!])\s*/u).at(-1) ?? ""
  return clause.split(/\s+/u).length <= 10 && !noDoer.test(clause) &&
    (clause === lead || leadsPlainly(lead.slice(0, lead.length - clause.length), "", asked, now))
}

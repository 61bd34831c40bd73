import { announceable, type Matter, matterOf, matterSource, openable, publishable } from "../../status/matterWords.ts"
import { isRound } from "../../status/qualifiers.ts"
import { withSeasonNumber } from "../../status/StatusAsked.ts"
import type { StatusWord } from "../Condition.ts"
import { anyPage as place, type ConditionPattern, whole } from "./ConditionPattern.ts"
import { subjectPhrase, subjectSource } from "./subjectPhrase.ts"

type Words = Readonly<Record<string, string | undefined>>

/** `the mayoral election`: one thing that the page is about, in a few plain words. */
const isDescription = (text: string): boolean => /^[\p{Ll}-]{3,}(?: [\p{Ll}-]{3,}){0,2}$/u.test(text) && subjectPhrase(`${text} X`) !== null

/** `registration for Harbour Marathon 2026`; the matter alone where the page's own thing is meant. */
const read = (is: StatusWord): ConditionPattern["read"] => (words) => {
  const matter = matterOf(words["matter"] ?? words["matter2"] ?? "")
  const said = words["subject"] ?? (words["year"] === undefined ? words["subject2"] : `${words["subject2"] ?? ""} ${words["year"]}`)
  // `the summer term` and `2027 entry` name no thing, but only one round of the page's own.
  const subject = said === undefined ? { of: null } : words["the"] !== undefined && isDescription(said) ? { of: said } : isRound(said) ? { of: said.replace(/^the\s+/iu, "") } : subjectPhrase(said)
  if (matter === null || subject === null) return null
  return { _tag: "Status", place, of: subject.of === null ? matter : `${matter} for ${subject.of}`, is }
}

const headed = (names: ReadonlyArray<Matter>): string => {
  const matter = matterSource(names)
  return `(?:(?:an?|the|its|official) )?(?:(?<matter>${matter})(?: (?:for|to|of|at) (?<the>the )?(?<subject>${subjectSource}))?|(?<subject2>${subjectSource}) (?<matter2>${matter})(?: (?<year>20\\d\\d))?)`
}

const becomes = "(?:is|are|gets?|becomes?|goes|go|has been|have been)(?: now| finally| officially)?"

/** A thing by its name: what has no name of its own is more than one thing. */
const named = (is: StatusWord) => (words: Words): ReturnType<ConditionPattern["read"]> => {
  const subject = subjectPhrase(words["subject"])
  const number = /\d+/.exec(withSeasonNumber(`${words["nth"] ?? ""} season`))?.[0] ?? words["number"]
  return subject === null || subject.of === null || (words["nth"] !== undefined && number === undefined)
    ? null
    : { _tag: "Status", place, of: number === undefined ? subject.of : `${subject.of} season ${number}`, is }
}
const deadline = headed(["deadline"])

/** What has become of something, as far as one sentence of a page can say so plainly. Who joins whom, who wins and what is passed by whom stay free text. */
export const statusPatterns: ReadonlyArray<ConditionPattern> = [
  {
    name: "registration opens",
    example: "registration for Harbour Marathon 2026 opens",
    pattern: whole(`${headed(openable)} (?:(?:re-?)?opens?(?: up)?|${becomes} (?:re-?)?open(?:ed)?|starts?|begins?|(?:has|have) (?:(?:re-?)?opened|started|begun))(?: again| now)?`),
    read: read("open")
  },
  {
    name: "a thing opens for registration",
    example: "SoundTech 2026 opens for registration",
    pattern: whole(`(?<subject>${subjectSource}) (?:(?:re-?)?opens (?:for )?|(?:is|are)(?: now)? open for |(?:starts|begins|is|is now) accepting |accepts )(?:new |its )?(?<matter>${matterSource(openable)})`),
    read: read("open")
  },
  {
    name: "registration is accepted",
    example: "applications for Aster Fellowship are accepted",
    pattern: whole(`${headed(openable)} (?:(?:is|are)(?: now)?(?: being)? accepted|goe?s? live)`),
    read: read("open")
  },
  {
    name: "one can register",
    example: "I can register for Harbour Marathon 2026",
    pattern: whole(`(?:I|you|we|one|people) can (?:now |finally )?(?<matter>register|sign up|enrol|enroll|apply) (?:for|to|at) (?<subject>${subjectSource})`),
    read: (words) => read("open")({ ...words, matter: /^apply$/i.test(words["matter"] ?? "") ? "applications" : "registration" })
  },
  {
    name: "registration closes",
    example: "applications for Aster Fellowship are closed",
    pattern: whole(`${headed(openable)} (?:closes?|ends?|${becomes} closed|(?:has|have) (?:closed|ended))`),
    read: read("closed")
  },
  {
    name: "results are out",
    example: "results of the Norvale entrance exam 2026 are out",
    pattern: whole(`${headed(publishable)} (?:${becomes} (?:out|published|released|announced|posted|available|online|declared|in)|comes? out|go live|appears?)`),
    read: read("published")
  },
  {
    name: "a date is announced",
    example: "the release date of Saltmarsh season 3 is announced",
    pattern: whole(`${headed(announceable)} (?:${becomes} (?:announced|confirmed|revealed|published|released|known|set|out)|comes? out)`),
    read: read("announced")
  },
  {
    name: "somebody publishes results",
    example: "Norvale College publishes the results",
    pattern: whole(`(?<subject>${subjectSource}) (?:announces|publishes|releases|posts) (?:the |its )?(?<matter>${matterSource(publishable)})`),
    read: read("published")
  },
  {
    name: "a thing gets its date",
    example: "Hollow Harbour gets a release date",
    pattern: whole(`(?<subject>${subjectSource}) (?:gets|has|is given|announces|confirms|reveals) (?:an? |its |the )(?<matter>${matterSource(announceable)})`),
    read: read("announced")
  },
  {
    name: "a deadline is extended",
    example: "the submission deadline is extended",
    pattern: whole(`${deadline} ${becomes} (?:extended|postponed|pushed back)`),
    read: read("extended")
  },
  {
    name: "a thing is cancelled",
    example: "Aurora Festival 2026 is cancelled",
    pattern: whole(`(?<subject>${subjectSource}) ${becomes} (?:cancell?ed|called off|axed)`),
    read: named("cancelled")
  },
  {
    name: "a thing is postponed",
    example: "Aurora Festival 2026 is postponed",
    pattern: whole(`(?<subject>${subjectSource}) ${becomes} (?:postponed|rescheduled|pushed back)`),
    read: named("postponed")
  },
  {
    name: "a show is renewed",
    example: "Saltmarsh is renewed for a third season",
    pattern: whole(`(?<subject>${subjectSource}) ${becomes} renewed(?: for (?:(?:an?|its) (?<nth>\\w{3,8}) (?:season|series)|(?:season|series) (?<number>\\d{1,2})))?`),
    read: named("renewed")
  },
  {
    name: "a place opens again",
    example: "the Museum of Tides reopens",
    pattern: whole(`(?<subject>${subjectSource}) (?:reopens|re-opens|opens again|is open again|has reopened)`),
    read: named("open")
  }
]

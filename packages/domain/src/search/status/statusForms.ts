import type { StatusWord } from "../condition/Condition.ts"
import { type Matter, publishable } from "./matterWords.ts"

const adverbs = "(?:(?:now|currently|officially|finally|already|again|also|today|just|recently|formally|fully|still|all|hereby)\\s+){0,3}"
/** What stands between a date or a place and its verb. */
const when = "(?:on|in|at|from|by|this|next|later|soon|shortly|tomorrow|early|mid|late|spring|summer|autumn|fall|winter|\\d|jan\\p{L}*|feb\\p{L}*|mar(?:ch)?|apr\\p{L}*|may|june?|july?|aug\\p{L}*|sep\\p{L}*|oct\\p{L}*|nov\\p{L}*|dec\\p{L}*|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"

const participles: Readonly<Record<Exclude<StatusWord, "open" | "closed">, string>> = {
  announced: "announced|confirmed|revealed|unveiled|published|released|made public|set",
  published: "published|released|posted|issued|made public|available|online|out(?! of)",
  cancelled: "cancell?ed|called off|axed|scrapped",
  postponed: "postponed|delayed|rescheduled|pushed back",
  extended: "extended|prolonged",
  renewed: "renewed"
}

/** The same as somebody's deed: `has cancelled Saltmarsh`, `announces the line-up`. */
const activeVerbs: typeof participles = {
  announced: "gets?|got|announce[sd]?|confirm(?:s|ed)|reveal(?:s|ed)|unveil(?:s|ed)|publish(?:es|ed)",
  published: "publish(?:es|ed)|release[sd]?|post(?:s|ed)",
  cancelled: "(?:decided|had|forced) to cancel|cancel(?:s|l?ed)|call(?:s|ed) off|axe[sd]|scrap(?:s|ped)",
  postponed: "(?:decided|had|forced) to postpone|postpone[sd]?|reschedule[sd]?|push(?:es|ed) back",
  extended: "extend(?:s|ed)|prolong(?:s|ed)",
  renewed: "renew(?:s|ed)"
}

export interface StatusForms {
  /** What follows the thing (anchored), where it says so as a fact. */
  readonly holds: ReadonlyArray<RegExp>
  /** What follows the thing where it is not so, not yet, or the contrary. */
  readonly denies: ReadonlyArray<RegExp>
  /** What stands right before the thing: `now accepting applications`, `announces the line-up`. */
  readonly holdsBefore: ReadonlyArray<RegExp>
  readonly deniesBefore: ReadonlyArray<RegExp>
}

const after = (...sources: ReadonlyArray<string>) => sources.map((source) => new RegExp(`^(?:${source})(?![\\p{L}\\p{N}])`, "iu"))
const before = (...sources: ReadonlyArray<string>) => sources.map((source) => new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})\\s+(?:(?:the|its|their|a|an|new|all)\\s+){0,2}$`, "iu"))

const isOpen = after(
  `(?:is|are)\\s+${adverbs}(?:re-?)?(?:open|being accepted|accepted|underway|under way)(?!\\s+(?:day|house))`,
  `(?:has|have)\\s+${adverbs}(?:been\\s+)?(?:re-?)?(?:opened|started|begun)`,
  `(?:now|officially)\\s+(?:re-?)?open`,
  "(?:re-?)?opened",
  "[:–—-]\\s*(?:now\\s+)?open(?=\\s*[.!]?$)",
  "open(?=\\s*(?:now)?\\s*[.!]?$)"
)
const isNotOpen = after(
  `(?:is|are)(?:n't|n’t|\\s+not)\\s+(?:yet\\s+|currently\\s+|now\\s+)?(?:open|being accepted|accepted)`,
  `(?:has|have)(?:n't|n’t|\\s+not)\\s+(?:yet\\s+)?(?:been\\s+)?(?:re-?)?(?:opened|started|begun)`,
  `(?:has|have)\\s+yet\\s+to\\s+(?:re-?)?open`,
  `will\\s+(?:not\\s+|only\\s+|re-?|be\\s+)*(?:open(?:ed)?|start|begin)`,
  `(?:(?:is|are)\\s+)?(?:expected|due|scheduled|set|planned|likely|going)?\\s*to\\s+(?:re-?)?(?:open|start|begin)`,
  `(?:re-?)?opens?\\s+${when}`,
  `(?:re-?)?opening\\s+${when}`,
  "(?:should|could|may|might|can)\\s+(?:re-?)?open"
)
const isClosed = after(
  `(?:is|are)\\s+${adverbs}(?:closed|over)`,
  `(?:has|have)\\s+${adverbs}(?:been\\s+)?(?:closed|ended)`,
  "(?:now\\s+)?closed(?!\\s*[-–])",
  "[:–—-]\\s*(?:now\\s+)?closed(?=\\s*[.!]?$)"
)
const isNotClosed = after(
  `(?:is|are)(?:n't|n’t|\\s+not)\\s+(?:yet\\s+)?closed`,
  `(?:will|should|could|may|might)\\s+(?:close|end|be\\s+closed)`,
  `(?:closes?|closing|ends?|ending)\\s+(?:${when}|at)`,
  `(?:(?:is|are)\\s+)?(?:expected|due|scheduled|set)?\\s*to\\s+(?:close|end)`
)

const openForms: StatusForms = {
  holds: isOpen,
  denies: [...isNotOpen, ...isClosed],
  holdsBefore: before("(?:is|are|am|'re|’re)\\s+(?:now|currently|again|still)\\s+(?:accepting|taking|inviting)", "(?:has|have)\\s+(?:now\\s+|officially\\s+)?(?:re)?opened", "now\\s+accepting", "(?:is|are)\\s+(?:now\\s+|currently\\s+)?open\\s+for"),
  deniesBefore: before("(?:no\\s+longer|not|not\\s+yet|not\\s+currently|stopped|n't|n’t)\\s+(?:accept(?:ing)?|tak(?:e|ing))", "will\\s+(?:open|start|begin|accept|start\\s+accepting)", "(?:is|are)\\s+(?:not\\s+(?:yet\\s+)?open|closed)\\s+(?:for|to)(?:\\s+(?:new|further))?")
}
const closedForms: StatusForms = {
  holds: isClosed,
  denies: [...isNotClosed, ...isOpen, ...isNotOpen],
  holdsBefore: before("(?:no\\s+longer)\\s+(?:accepting|taking)", "(?:has|have)\\s+(?:now\\s+)?closed"),
  deniesBefore: openForms.holdsBefore
}

const participleForms = (is: Exclude<StatusWord, "open" | "closed">, matter: Matter | null): StatusForms => {
  // Whoever has results announces them by giving them.
  const done = matter !== null && publishable.includes(matter) && is === "published" ? `${participles[is]}|announced|declared|in` : participles[is]
  const verbs = done === participles[is] ? activeVerbs[is] : `${activeVerbs[is]}|announce[sd]?`
  return {
    holds: after(
      `(?:was|were|got)\\s+${adverbs}(?:${done})(?!\\s+to\\s+be)`,
      // `is announced in June`, `are posted every Friday`: what happens as a rule, or will.
      `(?:is|are|gets?)\\s+${adverbs}(?:${done})(?!\\s+(?:to\\s+be|(?:at|in|on|by|every|each|upon|during|after|before|when|once|weekly|daily|monthly|annually|here|next|as)(?!\\p{L})|of\\s+date))`,
      `(?:has|have|'s|’s)\\s+${adverbs}been\\s+${adverbs}(?:${done})`,
      // Headlines leave the verb out: only at the end of a line, or before what belongs to it.
      `(?:officially\\s+)?(?:${is === "published" ? "published|released|out now|now available|now online" : done.replace("|set", "")})(?=\\s*[.!]?$|\\s+(?:for|until|to|after|due|because|by)\\s)`
    ),
    denies: after(
      `(?:is|are|was|were|has|have)(?:n't|n’t|\\s+not|\\s+never)\\s+(?:yet\\s+)?(?:been\\s+)?(?:${done})`,
      `(?:is|are|has|have)\\s+yet\\s+to\\s+be`,
      `(?:will|should|could|may|might|must|can)\\s+(?:not\\s+)?(?:only\\s+)?(?:be\\s+)?(?:${done}|appear|follow|come out)`,
      `(?:(?:is|are|was|were)\\s+)?(?:expected|due|scheduled|set|planned|likely|supposed|still)?\\s*to\\s+(?:be\\s+)?(?:${done}|follow)`,
      ...(is === "announced" || is === "published" ? ["[:–—-]?\\s*(?:tba|tbc|tbd|to be (?:announced|confirmed|determined))", "(?:is|are)\\s+(?:still\\s+)?(?:unknown|pending|not known)"] : []),
      ...(is === "renewed" ? [`(?:is|was|has been)\\s+${adverbs}(?:cancell?ed|axed)`, "cancell?ed(?=\\s*[.!]?$|\\s+after\\s)"] : []),
      ...(is === "cancelled" ? [`(?:is|was|has been)\\s+${adverbs}renewed`, "(?:will\\s+)?(?:go(?:es)?|take(?:s)?)\\s+(?:ahead|place)\\s+as\\s+planned"] : [])
    ),
    holdsBefore: before(`(?:(?:has|have)\\s+(?:now\\s+|today\\s+)?)?(?:${verbs})`),
    deniesBefore: before(...(is === "cancelled" ? ["(?:has\\s+|have\\s+)?renew(?:s|ed)"] : is === "renewed" ? ["(?:has\\s+|have\\s+)?cancel(?:s|l?ed)"] : []), `(?:not|n't|n’t|never)\\s+(?:yet\\s+)?(?:${verbs})`, `(?:will|yet\\s+to)\\s+(?:${verbs})`)
  }
}

export const statusForms = (is: StatusWord, matter: Matter | null): StatusForms =>
  is === "open" ? openForms : is === "closed" ? closedForms : participleForms(is, matter)

import { wordSet } from "../wordSet.ts"

const seasons = wordSet("spring summer autumn fall winter michaelmas hilary trinity easter lent")
const months = wordSet("january february march april may june july august september october november december")
const positions = wordSet("first second third fourth fifth sixth final last next early late regular")

/** Words that tell one round of a thing from another: the spring session is not the autumn session. By kind. */
const kinds: ReadonlyArray<(word: string) => boolean> = [
  (word) => /^(?:19|20)\d\d$/.test(word),
  (word) => seasons.has(word),
  (word) => months.has(word),
  (word) => positions.has(word) || /^\d{1,3}(?:st|nd|rd|th)$/.test(word),
  (word) => /^(?:mon|tues|wednes|thurs|fri|satur|sun)days?$/.test(word),
  (word) => /^\d{1,3}$/.test(word)
]

/** What a registration or a result may be called beside the name of its thing without becoming another. */
const neutral = wordSet(
  "a an the and v vs of for in on to at and our your its this that all new online visitors entry entries intake edition editions year academic cohort course courses programme programs program " +
    "programmes event race conference position study studies session term semester round season series degree place places class everyone everybody anyone public general main official " +
    "applications application admission admissions registration entrance starting start full papers paper abstracts participants applicants students candidates 24 25 26 27 28 29 30 st nd rd th"
)

/** The words of a phrase that name something: neither a round nor what anything may be called. */
export const namingWords = (words: ReadonlyArray<string>): ReadonlyArray<string> => words.filter((word) => !neutral.has(word) && !kinds.some((isOf) => isOf(word)))

/** Whether a phrase names one round and nothing else: `the summer term`, `2027 entry`. */
export const isRound = (phrase: string): boolean => {
  const words = phrase.toLowerCase().split(/\s+/)
  return words.some((word) => kinds.some((isOf) => isOf(word))) && leavesItTheSame(words, new Set())
}

/**
 * Whether `words`, which stand beside a matter ("registration for …"), leave it that of the thing asked for: no word that could name
 * something else ("for volunteers"), and no round that is not the one asked for.
 */
export const leavesItTheSame = (words: ReadonlyArray<string>, asked: ReadonlySet<string>): boolean =>
  words.every((word) => {
    if (asked.has(word)) return true
    const kind = kinds.find((isOf) => isOf(word))
    if (kind !== undefined) return ![...asked].some(kind)
    return neutral.has(word)
  })

import { makeWords } from "./isOtherMake.ts"
import { matchSubject } from "./matchSubject.ts"
import { nameTokens } from "./nameTokens.ts"
import { genericWords } from "./otherThingWords.ts"
import type { Subject } from "./Subject.ts"

/** A name that stands by itself has no more words. */
const maxWords = 6

/**
 * Whether a line is the name of a thing like the subject and not the subject: `Orbit Phone 3` above what is said of it, where an
 * `Orbit Phone 4` was asked for. What stands below is said of that thing.
 */
export const isLabelOfOther = (line: string | undefined, subject: Subject | null): boolean => {
  if (line === undefined || subject === null) return false
  const tokens = nameTokens(line)
  if (tokens.length === 0 || tokens.length > maxWords) return false
  const match = matchSubject(line, subject)
  const alike = tokens.some(({ text }) => subject.words.has(text) && !genericWords.has(text) && !makeWords.has(text) && /\p{L}{3}/u.test(text))
  return alike && (match === "other" || (match === "absent" && tokens.every(({ capital, text }) => capital || /\p{N}/u.test(text))))
}

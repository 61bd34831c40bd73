import { nameTokens } from "../identity/nameTokens.ts"
import { genericWords } from "../identity/otherThingWords.ts"
import type { Subject } from "../identity/Subject.ts"
import { plainWords, sameWords } from "./plainWords.ts"

/** `quill-api` and `Quill Pro` are not `Quill`: the name is a longer one. Only of names that have the subject's word in them. */
export const isLongerName = (name: string, subject: Subject | null): boolean => {
  const words = nameTokens(name).map(({ text }) => text).filter((word) => /\p{L}{2}/u.test(word))
  const own = (word: string): boolean => subject?.words.has(word) === true
  return words.some((word) => own(word) && !genericWords.has(word)) &&
    words.some((word) => !own(word) && !genericWords.has(word) && !plainWords.has(word) && !sameWords.has(word))
}

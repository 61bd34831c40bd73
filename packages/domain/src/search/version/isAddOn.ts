import type { Page } from "../../ports/PageReader.ts"
import { nameTokens } from "../identity/nameTokens.ts"
import { genericWords } from "../identity/otherThingWords.ts"
import { partsOf } from "../identity/pageSubject.ts"
import type { Subject } from "../identity/Subject.ts"
import { plainWords, sameWords } from "./plainWords.ts"

/** What is made for a program and has versions of its own. */
const addOnKind = /(?<!\p{L})(?:plugin|plug-in|extension|add-on|addon|theme|connector|integration|bindings|wrapper)(?!\p{L})/iu

/** Whether a page is headed by the name of such a thing, and by the subject's own nowhere. */
export const isAddOn = (page: Page, subject: Subject | null): boolean => {
  const heads = [page.title ?? "", ...page.headings?.slice(0, 1) ?? []]
  const own = (part: string): boolean => {
    const words = nameTokens(part).map(({ text }) => text)
    return words.some((word) => subject?.words.has(word)) && words.every((word) => subject?.words.has(word) || genericWords.has(word) || plainWords.has(word) || sameWords.has(word) || /^\p{N}+$/u.test(word))
  }
  return subject !== null && heads.some((head) => addOnKind.test(head)) && !addOnKind.test(subject.name) && !heads.flatMap(partsOf).some(own)
}

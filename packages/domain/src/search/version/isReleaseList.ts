import type { Page } from "../../ports/PageReader.ts"
import { nameTokens } from "../identity/nameTokens.ts"
import { genericWords } from "../identity/otherThingWords.ts"
import { partsOf } from "../identity/pageSubject.ts"
import type { Subject } from "../identity/Subject.ts"
import { wordSet } from "../wordSet.ts"
import { sameWords } from "./plainWords.ts"

/** What a list of releases is called, and where a repository keeps it. */
const listWords = wordSet("releases release notes changelog history version versions tags whats new md at main master versionshistorie versionsverlauf änderungsprotokoll notas de la versión")

/** `Releases · orbit/tinyqueue`, `Changelog – Quillpad`: all versions below are the thing's. A longer name is another's, and that `Koru releases 5` is no list. */
export const isReleaseList = (page: Page, subject: Subject): boolean => {
  const own = [...subject.words].filter((word) => !genericWords.has(word))
  const heads = [page.title ?? "", ...page.headings ?? []].flatMap(partsOf).flatMap((part) => part.split("/"))
  const words = heads.map((part) => nameTokens(part).map(({ text }) => text))
  const isAll = (part: ReadonlyArray<string>, of: (word: string) => boolean): boolean => part.length > 0 && part.every(of)
  return own.length > 0 &&
    words.some((part) => part.some((word) => listWords.has(word)) && isAll(part, (word) => listWords.has(word) || subject.words.has(word))) &&
    words.some((part) => own.every((word) => part.includes(word)) && isAll(part, (word) => listWords.has(word) || subject.words.has(word) || sameWords.has(word)))
}

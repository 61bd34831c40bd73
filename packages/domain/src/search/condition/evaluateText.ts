import type { Page } from "../../ports/PageReader.ts"
import type { Condition } from "./Condition.ts"
import { decided } from "./decided.ts"
import { type Evaluation, unclear } from "./Evaluation.ts"
import { evidenceConfidence } from "./evidenceConfidence.ts"
import { type FoundWords, wordFinder } from "./wordFinder.ts"
import { hasRealText } from "./hasRealText.ts"
import { openingQuote } from "./openingQuote.ts"
import { nameTokens } from "../identity/nameTokens.ts"
import { genericWords } from "../identity/otherThingWords.ts"
import { quoteAround } from "./quoteAround.ts"
import { isNegator } from "../quote/protectedWord.ts"
import { selectionOf } from "./selectionOf.ts"
import { speaksToMachine } from "../model/speaksToMachine.ts"
import { termOf } from "./termOf.ts"
import { wasSentElsewhere } from "./wasSentElsewhere.ts"

type TextTerm = Extract<Condition, { readonly _tag: "Text" }>

/** What stands behind the first place of the words in a long block is looked through so far, as each look folds all of it. */
const lookedBehind = 2_000

/** Where the words stand in a block, the first few times. */
const occurrences = (block: string, find: ReturnType<typeof wordFinder>): ReadonlyArray<FoundWords> => {
  const found: Array<FoundWords> = []
  let from = 0
  let rest = block
  for (let next = find(rest); next !== null && found.length < 5; next = find(rest)) {
    found.push({ start: next.start + from, end: next.end + from })
    from += next.end
    rest = block.slice(from, from + lookedBehind)
    // A word that is cut off here is none.
    if (from + lookedBehind < block.length) rest = rest.replace(/\S+$/u, "")
  }
  return found
}

/** What pages show until their scripts have run. */
const loading = /^(?:loading|please wait|one moment|lädt|wird geladen|bitte warten|chargement|cargando|caricamento|laden)\s?(?:\.{2,}|…)?$/iu

/**
 * `No appointments available`, `Aún no se ha publicado la lista` say the words, and the opposite: a denial among the last words of their clause before them. Whoever
 * looks for the denial itself names it.
 */
const isDenied = (block: string, start: number, among: number): boolean => {
  // Half a word is none.
  const before = start > 40 ? block.slice(start - 40, start).replace(/^\S+/u, "") : block.slice(0, start)
  return (before.split(/[.!?:;,|…]\s|\s[–—-]\s/u).at(-1) ?? "").trim().split(/\s+/u).slice(-among).some(isNegator)
}

const asks = /^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|when (?:is|are|will|do|does))(?:n['’]t)?\s/iu
/** `Are tickets on sale?` asks what was asked: the answer is not in it. Whoever looks for a question writes its mark. */
const isAsked = (block: string, { end, start }: { readonly start: number; readonly end: number }): boolean => {
  const head = block.slice(0, start)
  const from = Math.max(...[...head.matchAll(/[.!?:–—]\s+/gu)].map(({ 0: mark, index }) => index + mark.length), 0)
  return /^[^.!?]*\?/u.test(block.slice(end)) && asks.test(block.slice(from).replace(/^[\P{L}]+/u, ""))
}

/** A page of fewer characters than this may be a notice of any kind in place of the one that was asked for. */
const longNotice = 500

/**
 * Whether a short page does not hold most words of what the task asks for, other than those it waits for. Walls, errors and notices are worded in more ways than anybody
 * lists, and many bear the name of the site; what they have in common is that they do not speak of the thing. What such a page lacks says nothing.
 */
const isStranger = (page: Page, about: string | null, awaited: string): boolean => {
  if (about === null) return false
  // What speaks to a machine is no text of the page's, and makes no long page of a notice.
  const text = page.blocks.filter((block) => !speaksToMachine(block)).join("\n")
  if (text.length > longNotice) return false
  const stems = (text: string) => nameTokens(text).filter(({ text }) => text.length >= 4 && !genericWords.has(text)).map(({ text }) => text.slice(0, 5))
  const wanted = new Set(stems(awaited))
  const asked = [...new Set(stems(about))].filter((stem) => !wanted.has(stem))
  const said = new Set(stems(text).concat(stems(page.title ?? "")))
  const named = asked.filter((stem) => said.has(stem)).length
  return named < Math.ceil(asked.length * 2 / 3)
}

/**
 * Whether the words stand on a page, whatever the term's mode: `lacks` is the caller's `not`.
 *
 * Literal, in any case, whole words, within one block, not behind a word that denies them, and right behind one nowhere else on the page. Words that only meet across blocks (`Tickets` / `on sale`) may be a
 * sentence or an accident: neither found nor missing. What quotes a missing text is what stands there instead.
 */
export const evaluateText = (term: TextTerm, page: Page, about: string | null = null): Evaluation => {
  const { selector } = term.place
  const selection = selector === null ? null : selectionOf(page, selector)
  if (typeof selection === "string") return unclear(`${page.url}: ${selection}`)
  const blocks = selection === null ? page.blocks : [selection.text]
  const observation = { term: termOf(term, page.url), kind: "text", unit: null, uri: page.url, distance: null } as const
  const what = selector === null ? "The page" : `What ${selector} shows`
  const where = page.title === null ? "" : ` (${page.title})`
  const find = wordFinder(term.text)
  // French denies twice: `ne sont pas encore ouvertes` does not deny `pas encore ouvertes`.
  const isOfDenial = term.text.split(/\s+/u).some(isNegator)
  let elsewhere: string | null = null
  let plain: { readonly block: string; readonly start: number; readonly end: number } | null = null
  let isDeniedBeside = false
  for (const [index, block, found] of blocks.flatMap((block, index) => occurrences(block, find).map((found) => [index, block, found] as const))) {
    if (!isOfDenial && isDenied(block, found.start, 8)) {
      elsewhere = "only behind a word that denies it the page says"
      isDeniedBeside ||= isDenied(block, found.start, 2)
      continue
    }
    if (isAsked(block, found)) {
      elsewhere = "only a question says"
      continue
    }
    if (speaksToMachine(block)) {
      elsewhere = "only what speaks to a machine says"
      continue
    }
    const role = selection === null ? page.roles?.[index] ?? "main" : "main"
    if (role !== "main") {
      elsewhere = role === "remark" ? "only what visitors wrote says" : "only what is shown beside the page's own text says"
      continue
    }
    plain ??= { block, ...found }
  }
  if (plain !== null && isDeniedBeside) return unclear(`${page.url}: in one place it says “${term.text}”, in another it denies it`, evidenceConfidence.conflicting)
  if (plain !== null) {
    return decided({
      observation: { ...observation, value: true, holds: true },
      confidence: evidenceConfidence.wordsFound,
      quotes: [quoteAround(plain.block, plain.start, plain.end)],
      finding: `${what} says “${term.text}”${where}.`,
      reason: `${page.url}: “${term.text}” found`
    })
  }
  if (elsewhere !== null) return unclear(`${page.url}: ${elsewhere} “${term.text}”`, evidenceConfidence.conflicting)
  if (selection === null && !hasRealText(page.blocks)) {
    return unclear(`${page.url}: the page has too little text to say that it lacks something`)
  }
  if (selection === null && page.blocks.some((block) => loading.test(block))) {
    return unclear(`${page.url}: the page was still loading, so what it lacks is not known`)
  }
  if (selection === null && isStranger(page, about, term.text)) return unclear(`${page.url}: the page is short and hardly names what was asked for, so it may be another one`)
  if (page.rest !== undefined) return unclear(`${page.url}: the page was not read to its end, so what it lacks is not known`)
  if (selection === null && wasSentElsewhere(page)) return unclear(`${page.url}: the site sent us to another page, which lacks it for another reason`)
  if (selection === null && find(page.text) !== null) {
    return unclear(`${page.url}: “${term.text}” is spread over several blocks`, evidenceConfidence.conflicting)
  }
  return decided({
    observation: { ...observation, value: false, holds: false },
    confidence: evidenceConfidence.wordsMissing,
    quotes: openingQuote(blocks),
    finding: `${what} does not say “${term.text}”${where}.`,
    reason: `${page.url}: “${term.text}” not found`
  })
}

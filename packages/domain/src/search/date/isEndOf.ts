/** What comes before the day on which something is over, in the languages of the cues. */
const ending =
  /(?<!\p{L})(?:deadlines?|clos(?:e|es|ing)|until|till|due|ends?|ending|expires?|no later than|last day|frist|endet|bis|einsendeschluss|anmeldeschluss|jusqu\p{L}*|limite|hasta|cierra|scade\p{L}*|entro|uiterlijk|tot)(?!\p{L})/iu

/** And before the one on which it happens. */
const beginning =
  /(?<!\p{L})(?:open(?:s|ing)?|reopen(?:s|ing)?|starts?|starting|begins?|beginning|takes? place|held|releas(?:e|ed|es)|launch(?:es|ed)?|premieres?|arrives?|available|on sale|from|eröffn\p{L}*|öffnet|beginn\p{L}*|findet|erscheint|ab|ouvr\p{L}*|début|sortie|abre|empieza|comienza|apre|inizia|dal|opent|begint|vanaf)(?!\p{L})/iu

/** Whether an owner's words ask for the end of something. */
export const asksForEnd = (words: string): boolean => ending.test(words)

const limit = /(?<!\p{L})(?:by|before|no later than|bis(?: zum)?|avant(?: le)?|antes del?|entro(?: il)?|vóór)\s(?:(?:the|\p{L}{3,10},?)\s){0,2}$/iu

const lastIn = (text: string, pattern: RegExp): number => Math.max(-1, ...[...text.matchAll(new RegExp(pattern, "giu"))].map(({ index }) => index))

/**
 * Whether the date at `start` of a sentence is the end of something, and no date of an event: `Deadline: 30 April 2026`,
 * `30 April 2026 (deadline)`. The word that stands nearer before it decides.
 */
export const isEndOf = (sentence: string, { end, start }: { readonly start: number; readonly end: number }): boolean => {
  const head = sentence.slice(0, start)
  // `Book by 16 April`: the day before which something is to be done.
  if (limit.test(head)) return true
  const over = lastIn(head, ending)
  const begun = lastIn(head, beginning)
  if (over >= 0 || begun >= 0) return over > begun
  return /^[^\p{L}\p{N}]*(?:is (?:the )?|as (?:the )?)?(?:\p{L}+ )?(?:deadline|closing date|last day|frist|einsendeschluss|anmeldeschluss)(?!\p{L})/iu.test(sentence.slice(end))
}

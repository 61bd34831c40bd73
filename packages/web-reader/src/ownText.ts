import type { BlockRole } from "@vedette/domain"

const span = "(?:sec(?:ond)?s?|min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?|months?|years?)"
const many = "(?:people|users?|visitors?|guests?|members?|shoppers?|customers?|others?)"

/** What passes by itself on a page that nobody changes: how long ago something was, a clock's seconds, how long it took to make the page, how many looked at it and who does. */
const passing = new RegExp(
  [
    `\\b(?:\\d{1,4}|an?|one) ${span} ago\\b`,
    "\\bvor (?:\\d{1,4}|einer|einem) (?:Sekunde|Minute|Stunde|Tag|Woche|Monat|Jahr)(?:e?n)?\\b",
    "\\bil y a \\d{1,4} (?:secondes?|minutes?|heures?|jours?|semaines?|mois|ans?)\\b",
    "\\bhace \\d{1,4} (?:segundos?|minutos?|horas?|días?|semanas?|mes(?:es)?|años?)\\b",
    "(?:\\d{4}-\\d\\d-\\d\\d[ T,]{1,2})?\\b\\d{1,2}:\\d\\d:\\d\\d\\b",
    "\\b\\d[\\d,.]{0,9} ?[KMkm]? (?:views?|likes?|shares?|reads?|Aufrufe|vues|visitas)\\b",
    "\\b(?:in|took) \\d{1,3}[.,]\\d{1,6} ?(?:s|ms|sec(?:ond)?s?)\\b",
    `\\b\\d[\\d,.]{0,9} ${many}(?: (?:is|are))?(?: (?:currently|now|also|right now))? (?:viewing|watching|looking|browsing|online|reading)\\b`
  ].join("|"),
  "giu"
)

/**
 * What of a page's text differs when somebody changed the page: without what is shown beside it (other products, advertisements), which takes
 * turns, and without what passes by itself. Where it is all that the page has, what stands beside it counts.
 */
export const ownText = (blocks: ReadonlyArray<string>, roles: ReadonlyArray<BlockRole>): string => {
  const own = blocks.filter((_, index) => roles[index] !== "aside")
  return (own.length === 0 ? blocks : own).join("\n").replace(passing, "")
}

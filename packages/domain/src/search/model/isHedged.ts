/**
 * Words by which a sentence says that it does not know: rumours, guesses, and the moods that languages keep for them. A table for each
 * language; no word of one is a plain word of another. Other languages rest on the model's own `certainty`.
 */
const hedges: Readonly<Record<string, ReadonlyArray<string>>> = {
  english: [
    "rumou?r(?:s|ed)?", "leak(?:s|ed|er|ers)?", "alleged(?:ly)?", "unconfirmed", "speculat(?:ion|es?|ed|ive)", "reportedly", "supposedly", "might", "could",
    "may (?:be|have|come|launch|start|open|release)", "expected to", "(?:is|are) expected", "likely to", "tipped to", "(?:said|believed) to be"
  ],
  german: [
    "gerücht(?:e|en|eweise)?", "angeblich", "mutmaßlich", "vermutlich", "womöglich", "möglicherweise", "voraussichtlich", "vielleicht", "spekul\\w+", "unbestätigt\\w*",
    "soll(?:en)?", "könnten?", "dürften?", "wird erwartet", "werden erwartet"
  ],
  french: [
    "rumeurs?", "prétendument", "probablement", "peut-être", "non confirmée?s?", "spécul\\w+", "serai(?:t|ent)", "aurai(?:t|ent)", "pourrai(?:t|ent)", "devrai(?:t|ent)",
    "est attendue?", "sont attendue?s"
  ],
  spanish: [
    "rumor(?:es)?", "supuestamente", "presuntamente", "al parecer", "probablemente", "posiblemente", "quizás?", "sin confirmar", "especul\\w+", "sería[ns]?", "habrían?", "podrían?",
    "deberían?", "se espera"
  ]
}

const hedge = new RegExp(`(?<![\\p{L}\\p{N}])(?:${Object.values(hedges).flat().join("|")})(?![\\p{L}\\p{N}])`, "iu")

/** Whether a quoted sentence is a rumour or a guess by its own words, whatever a model makes of it. */
export const isHedged = (sentence: string): boolean => hedge.test(sentence.normalize("NFC"))

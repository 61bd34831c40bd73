/** Words that turn a sentence over or weaken it. English; other languages are covered by "nothing may differ" alone. */
const turning = new Set([
  "not", "no", "never", "none", "nor", "neither", "nobody", "nothing", "without", "cannot", "hardly", "barely", "unless", "except",
  "may", "might", "could", "would", "should", "can", "will", "shall", "must", "if", "when", "until", "before", "after", "only", "but",
  "likely", "unlikely", "possibly", "perhaps", "maybe", "probably", "allegedly", "reportedly", "rumoured", "rumored",
  "expected", "planned", "few", "little", "almost", "nearly", "about", "around", "up", "least", "most", "below", "above", "under", "over"
])
const negators = new Set(["not", "no", "never", "without", "cannot", "longer", "neither", "nor", "hardly", "barely",
  "nicht", "kein", "keine", "keinen", "keiner", "keinem", "keines", "ne", "pas", "jamais", "aucun", "aucune", "non", "nunca", "ningún", "ninguna", "sin", "não", "nessun", "nessuna", "niet", "geen", "inte", "inga", "ikke", "nie"])

/** Whether a word turns the one after it over. */
export const isNegator = (word: string): boolean => negators.has(word.toLowerCase()) || /n['’]t$|^n['’]\p{L}/iu.test(word)

/** Whether a word may never differ between a quote and its page: digits, names (capitals), negators, modals, questions. */
export const isProtected = (word: string): boolean =>
  /[\p{N}\p{Lu}\p{Lt}?%\p{Sc}]/u.test(word) || /n't$/i.test(word) || turning.has(word.toLowerCase().replace(/[^\p{L}]+$/u, ""))

/** Case, spacing and punctuation carry no fact. */
export const quoteKey = (text: string): string =>
  text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim().slice(0, 300)

/** Articles, auxiliaries and the words of reporting: in every telling of an event, and in none the event. */
const telling = new Set(
  ("the and for with that this from have has had was were are been being will would its their our your you they them who which what when where into onto over " +
    "today yesterday tomorrow now just also said says say according reported reports report announced announces confirmed confirms officially finally new").split(" ")
)

const wordsOf = (key: string): ReadonlyArray<string> => key.split(" ").filter((word) => (word.length > 2 && !telling.has(word)) || /\d/.test(word))

/** How much of a quote may be other words before it tells of something else. */
const mostOther = 0.6

/**
 * Whether a quote tells what earlier ones have told, in whatever words: every number in it was told, and of its other words most.
 * A number that was not told is a new fact (a price, a date, a version); a text of other words alone is one too.
 */
export const isRetold = (key: string, told: ReadonlyArray<string>): boolean => {
  if (told.includes(key)) return true
  const words = wordsOf(key)
  const known = new Set(told.flatMap(wordsOf))
  if (known.size === 0 || words.some((word) => /\d/.test(word) && !known.has(word))) return false
  const plain = words.filter((word) => !/\d/.test(word))
  if (plain.length === 0) return words.length > 0
  // Endings differ from teller to teller: `opens`, `opened`, `opening`.
  const stems = new Set([...known].map((word) => word.slice(0, 5)))
  const other = plain.filter((word) => !stems.has(word.slice(0, 5))).length
  return other / plain.length < mostOther
}

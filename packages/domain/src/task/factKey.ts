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

/** Words with a capital that name nothing by it: months and days, and the English `I`. */
const dated = /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)/u

/**
 * Names within a text, folded. None where capitals say nothing: in a headline, in shouting, and in German, whose nouns all have one.
 */
const namesIn = (text: string): ReadonlyArray<string> => {
  const words = text.normalize("NFKC").match(/(?<!\p{N})\p{L}[\p{L}\p{M}]*/gu) ?? []
  const capitals = words.filter((word, index) => index > 0 && word.length > 2 && /^\p{Lu}/u.test(word))
  if (capitals.length * 2 > words.length || /(?<!\p{L})(?:der|die|das|und|ist|ein|eine)(?!\p{L})/iu.test(text)) return []
  return capitals.map((word) => word.toLowerCase()).filter((word) => !telling.has(word) && !dated.test(word))
}

/** Endings differ from teller to teller: `opens`, `opened`, `opening`. */
const stem = (word: string): string => word.slice(0, 5)

/** Whether one telling said it: every number and every name in it, and of its other words most. */
const isSaidBy = (text: string, told: ReadonlyArray<string>): boolean => {
  const key = quoteKey(text)
  const words = wordsOf(key)
  const known = new Set(told.flatMap((one) => one.split(" ")))
  const stems = new Set([...known].map(stem))
  if (words.some((word) => /\d/.test(word) && !known.has(word)) || namesIn(text).some((name) => !stems.has(stem(name)))) return false
  const plain = words.filter((word) => !/\d/.test(word))
  if (plain.length === 0) return words.length > 0
  return plain.filter((word) => !stems.has(stem(word))).length / plain.length < mostOther
}

/**
 * Whether a quote tells what one of the earlier tellings (each the keys of its quotes) has told, in whatever words. A number or a name
 * that was not told then is a new fact (a price, a date, a version, a place); a text of other words alone is one too. All tellings
 * together prove nothing: the words of two hundred have every word.
 */
export const isRetold = (text: string, tellings: ReadonlyArray<ReadonlyArray<string>>): boolean =>
  tellings.some((told) => told.includes(quoteKey(text)) || isSaidBy(text, told))

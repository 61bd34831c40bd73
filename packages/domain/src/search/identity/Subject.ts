import { genericWords, variantWords } from "./otherThingWords.ts"
import { type NameToken, nameTokens } from "./nameTokens.ts"

/** The thing that a question is about, as far as its words name one. */
export interface Subject {
  /** As it was written. */
  readonly name: string
  /** Every word of the question that may belong to a name; a variant that stands here is asked for. */
  readonly words: ReadonlySet<string>
  /** Models: a word and the number behind it (`koda 2`), or letters and digits in one (`wh 1000 xm 5`). All must be there, as they are. */
  readonly models: ReadonlyArray<ReadonlyArray<string>>
  /** Words that make it another model of a shorter name (`Max`): a name without them is not it. */
  readonly variants: ReadonlyArray<string>
  /** Words with a capital beyond the first of the sentence: names. */
  readonly names: ReadonlyArray<string>
}

const isNumber = (token: NameToken): boolean => /^\p{N}/u.test(token.text)
const isYear = (token: NameToken): boolean => /^(?:19|20)\d\d$/.test(token.text) && !token.glued

/** What a question says beside its name: places to look, amounts and limits. */
const beside =
  /https?:\/\/\S+|\p{Sc}\s?\d[\d.,' ]*\d|\p{Sc}\s?\d|\d[\d.,']*\s?(?:\p{Sc}|%|(?:usd|eur|gbp|chf|cad|aud|jpy|sek|nok|dkk|pln|dollars?|euros?|pounds?)\b)|\b(?:below|under|above|over|than|least|most)\s+\d[\d.,']*/giu

/** "Watch" tells us what to do only where no name goes before it: a `halo watch 3` is a model. */
const isGeneric = (token: NameToken, before: NameToken | undefined): boolean =>
  genericWords.has(token.text) && !(token.text === "watch" && before !== undefined && !genericWords.has(before.text))

const modelsIn = (tokens: ReadonlyArray<NameToken>): ReadonlyArray<ReadonlyArray<string>> => {
  const models: Array<ReadonlyArray<string>> = []
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]
    if (token === undefined || !isNumber(token) || isYear(token)) continue
    let from = at
    while (from > 0 && tokens[from]?.glued === true) from--
    // A number by itself belongs to the word before it.
    const before = tokens[from - 1]
    if (from === at && before !== undefined && !isGeneric(before, tokens[from - 2])) {
      from--
      while (from > 0 && tokens[from]?.glued === true) from--
    }
    let to = at + 1
    while (tokens[to]?.glued === true) to++
    // A lone number names nothing: "2 tickets".
    if (to - from > 1) models.push(tokens.slice(from, to).map(({ text }) => text))
    at = to - 1
  }
  return models
}

/** The thing that `text` (a query, or the `name` in a condition's `of`) is about; null where its words name nothing. */
export const subjectOf = (text: string, isName = false): Subject | null => {
  const name = text.replace(beside, " ").replace(/\s+/g, " ").trim()
  const tokens = nameTokens(name)
  const own = tokens.filter((token) => !genericWords.has(token.text))
  const capitals = own.filter((token) => token.capital && !isNumber(token) && token !== tokens[0])
  // The first word of a sentence has its capital by rule; before another name it is one.
  const [first, second] = tokens
  const leads = first !== undefined && second !== undefined && first.capital && own.includes(first) &&
    (second.capital || isNumber(second))
  const models = modelsIn(tokens)
  const named = isName && first?.capital === true && own.includes(first) && capitals.length === 0 && models.length === 0
  const names = [...(leads || named ? [first.text] : []), ...capitals.map((token) => token.text)]
  // A `C40 II` and a `Koda 2 SE` are no less than a `Koda 2 Max`; a small single letter is as often a word.
  const variants = own.filter((token) => variantWords.has(token.text) && (token.capital || (token.text.length > 1 && models.length > 0))).map(({ text }) => text)
  return own.length === 0 ? null : { name, words: new Set(tokens.map((token) => token.text)), models, variants, names }
}

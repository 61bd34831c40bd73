import { isOtherMake } from "./isOtherMake.ts"
import { type NameToken, nameTokens } from "./nameTokens.ts"
import { accessoryWords, addOnWords, comparingWords, forWords, otherDealWords, variantWords } from "./otherThingWords.ts"
import type { Subject } from "./Subject.ts"

/** `same`: the name is the subject's. `other`: one made of it. `absent`: the subject's is not in it. `unknown`: the subject names nothing. */
export type SubjectMatch = "same" | "other" | "absent" | "unknown"

const articles = new Set(["the", "a", "an", "der", "die", "das", "le", "la", "el"])
const units = new Set(["gb", "tb", "mb", "kg", "g", "ml", "l", "cm", "mm", "m", "in", "inch", "zoll", "w", "mah", "hz", "pack", "er"])

const foundAt = (tokens: ReadonlyArray<NameToken>, wanted: ReadonlyArray<string>, from = 0): number => {
  for (let at = from; at + wanted.length <= tokens.length; at++) {
    if (wanted.every((word, index) => tokens[at + index]?.text === word)) return at
  }
  return -1
}

/** Whether what stands behind a model makes another one of it. */
const goesOn = (tokens: ReadonlyArray<NameToken>, end: number, subject: Subject): boolean => {
  const next = tokens[end]
  if (next === undefined || subject.words.has(next.text)) return false
  if (variantWords.has(next.text) || accessoryWords.has(next.text) || comparingWords.has(next.text)) return true
  // `2s`, `XM5-B`; `2 64 GB` is a size, `2 3` is not.
  if (next.glued) return next.text.length <= 2
  // A number with a point is the version of what goes before it: `X20 1.04`.
  return !next.apart && /^\p{N}+$/u.test(next.text) && !units.has(tokens[end + 1]?.text ?? "") && !/^(?:19|20)\d\d$/.test(next.text)
}

const isAddOn = (token: NameToken, tokens: ReadonlyArray<NameToken>): boolean =>
  token.capital && (addOnWords.has(token.text) || (token.text === "season" && tokens[tokens.indexOf(token) + 1]?.text === "pass"))

const isAnother = (tokens: ReadonlyArray<NameToken>, subject: Subject): boolean => {
  const foreign = tokens.filter((token) => !subject.words.has(token.text))
  if (foreign.some((token) => otherDealWords.has(token.text) || isAddOn(token, tokens))) return true
  // Years part models and events: the one asked for is not that of another year.
  const years = [...subject.words].filter((word) => /^(?:19|20)\d\d$/.test(word))
  const said = tokens.filter((token) => /^(?:19|20)\d\d$/.test(token.text))
  return years.length > 0 && said.length > 0 && !said.some((token) => subject.words.has(token.text))
}

/** "Drivers for the Vela 9", where its driver was asked for. */
const isAskedFor = (token: NameToken | undefined, subject: Subject): boolean =>
  token !== undefined && token.text.length > 3 && [...subject.words].some((word) => word.length > 3 && word.slice(0, 5) === token.text.slice(0, 5))

/** Where the word stands that comes before a name: "Alternatives to the Koda 2" and "Case for the Nova Phone 7" say more than the thing. */
const wordBefore = (tokens: ReadonlyArray<NameToken>, start: number, subject: Subject): number => {
  let at = start - 1
  while (at >= 0 && (articles.has(tokens[at]?.text ?? "") || subject.words.has(tokens[at]?.text ?? ""))) at--
  return at
}

/** Every place where the model stands must be it and nothing longer. */
const modelMatch = (tokens: ReadonlyArray<NameToken>, model: ReadonlyArray<string>, subject: Subject): SubjectMatch => {
  let found: SubjectMatch = "absent"
  for (let at = foundAt(tokens, model); at >= 0; at = foundAt(tokens, model, at + 1)) {
    const place = wordBefore(tokens, at, subject)
    const before = tokens[place]
    const accessory = before !== undefined && forWords.has(before.text) && !isAskedFor(tokens[place - 1], subject) && !/^tickets?$/.test(tokens[place - 1]?.text ?? "")
    const variant = before !== undefined && variantWords.has(before.text) && before.text.length > 2
    if (accessory || variant || goesOn(tokens, at + model.length, subject)) return "other"
    found = "same"
  }
  return found
}

const nameMatch = (tokens: ReadonlyArray<NameToken>, subject: Subject): SubjectMatch => {
  if (subject.names.length === 0) return "unknown"
  const found = subject.names.filter((word) => tokens.some((token) => token.text === word))
  // A brand may go without saying in a long name; of three words none can: `Mara Linde in Paris` is not in Oslo.
  if (subject.names.length - found.length > Math.floor(subject.names.length / 4)) return "absent"
  // Without a number a name ends with its last word.
  const last = found.reduce((end, word) => Math.max(end, tokens.findIndex((token) => token.text === word)), -1)
  const first = tokens.findIndex((token) => found.includes(token.text))
  const place = wordBefore(tokens, first, subject)
  const accessory = forWords.has(tokens[place]?.text ?? "") && tokens.slice(0, place).some((token) => accessoryWords.has(token.text) && !subject.words.has(token.text))
  const variants = tokens.filter((token) =>
    !subject.words.has(token.text) && variantWords.has(token.text) && token.text.length > 2 && token.capital
  )
  return accessory || variants.length > 0 || goesOn(tokens, last + 1, subject) ? "other" : "same"
}

/**
 * Whether a name (of an offer, a title, a heading) is that of the thing asked for. Conservative in both directions: a name that
 * goes on where the subject's ends (`Koda 2 Max`, `Koda 2 case`) is another thing's, and a subject that names nothing decides nothing.
 */
export const matchSubject = (name: string, subject: Subject): SubjectMatch => {
  const tokens = nameTokens(name)
  if (tokens.length === 0) return "unknown"
  const matches = subject.models.length > 0
    ? subject.models.map((model) => modelMatch(tokens, model, subject))
    : [nameMatch(tokens, subject)]
  // A `Koda 2` is no `Koda 2 Max` either.
  if (subject.variants.some((word) => !tokens.some((token) => token.text === word))) return "absent"
  const match = matches.find((one) => one === "other") ?? matches.find((one) => one === "absent") ?? matches[0] ?? "unknown"
  return match !== "absent" && (isAnother(tokens, subject) || isOtherMake(tokens, subject)) ? "other" : match
}

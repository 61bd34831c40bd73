import type { NameToken } from "./nameTokens.ts"
import type { Subject } from "./Subject.ts"

/** Of each family a thing has one: what is for women is not what is for men, and the white one may be sold out where the black is not. */
const families: ReadonlyArray<ReadonlyMap<string, string>> = [
  { women: "women womens ladies damen femme femmes mujer donna dames", men: "men mens herren homme hommes hombre uomo heren", children: "kids children childrens kinder enfant enfants bambini" },
  { black: "black schwarz noir negro nero zwart", white: "white weiß weiss blanc blanco bianco wit", red: "red rot rouge rojo rosso rood", blue: "blue blau bleu azul blu blauw", green: "green grün vert verde groen" },
  { hardcover: "hardcover hardback gebunden", paperback: "paperback softcover taschenbuch broché", ebook: "ebook kindle epub", audiobook: "audiobook audible hörbuch" }
].map((family) => new Map(Object.entries(family).flatMap(([kind, words]) => words.split(" ").map((word) => [word, kind] as const))))

/** All words for a make: they name none by themselves. */
export const makeWords: ReadonlySet<string> = new Set(families.flatMap((family) => [...family.keys()]))

const kindsOf = (words: Iterable<string>, family: ReadonlyMap<string, string>): ReadonlySet<string> =>
  new Set([...words].flatMap((word) => family.get(word) ?? []))

/** Whether a name says another make than the one asked for; a name that says none may be of any. */
export const isOtherMake = (tokens: ReadonlyArray<NameToken>, subject: Subject): boolean =>
  families.some((family) => {
    const wanted = kindsOf(subject.words, family)
    const said = kindsOf(tokens.map(({ text }) => text), family)
    return wanted.size > 0 && said.size > 0 && ![...said].some((kind) => wanted.has(kind))
  })

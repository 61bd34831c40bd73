import { SeededRandom } from "./SeededRandom.ts"

/** Sentences as pages write them, in several languages; each with numbers, names or a denial to tamper with. */
export const corpus: ReadonlyArray<string> = [
  "The Koda 2 costs $279.00 in Germany and $299.50 everywhere else.",
  "Acme will release version 4.1.0 on March 2, 2026, and not a day earlier.",
  "Tickets for Mara Linde in Oslo are not on sale before 18 April 2026.",
  "The office has no appointments for visas until Monday, 9 June.",
  "Shares of Globex rose by 4.25 % to €118.40 after the merger with Initech.",
  "Only 12 of the 48 seats in row C can still be booked online.",
  "Dr. Ana Pérez never said that the trial should start in Madrid in 2027.",
  "The bridge may open for cars, but not for lorries above 3.5 tonnes.",
  "Der Preis der Aurora Stehlampe sinkt am 3. Mai auf 1.299,00 €, nicht auf 999 €.",
  "Die Stadt Köln will 250 neue Bäume pflanzen, aber keinen vor Oktober.",
  "Le vélo Mistral coûte 1 249,90 € à Lyon et n'est pas disponible à Nice.",
  "La cafetera Luna cuesta 24,95 € y no se vende en Sevilla sin garantía.",
  "禅ケトルの価格は¥12,800で、5月1日まで在庫がありません。",
  "Flight LH 441 to Houston leaves gate B42 at 13:05 and cannot wait.",
  "Section 7(2) of the Housing Act 1985 does not apply to Crown land.",
  "The lake was 17.5 °C warm on Friday, 2 °C more than the year before.",
  "Quill 3.12.1 fixes CVE-2026-10442; users of 3.11 are not affected.",
  "Applications close on March 31, 2026 at noon; late ones are returned unread.",
  "“We expect to ship in June,” said Globex's Maria Lund, “if nothing goes wrong.”",
  "Out of 1,024 people asked by Initech, 61 % would buy the Nova desk again.",
  "The council may not raise the fee above £45 without a vote in Bristol.",
  "Roadmaster 2025 sells for €19.90; the 2026 edition is not printed yet."
]

export type Tamper = (sentence: string, other: string, random: SeededRandom) => string

const replaceOne = (text: string, pattern: RegExp, random: SeededRandom, change: (found: string) => string): string => {
  const matches = [...text.matchAll(pattern)]
  const match = matches[random.below(matches.length)]
  return match === undefined ? text : text.slice(0, match.index) + change(match[0]) + text.slice(match.index + match[0].length)
}

const names = ["Vela", "Umbra", "Contoso", "Tromsø", "Zürich"]
const half = (text: string, from: number): ReadonlyArray<string> => {
  const words = text.split(" ")
  const at = Math.max(2, Math.floor(words.length * from))
  return [words.slice(0, at).join(" "), words.slice(at).join(" ")]
}

/** Null where there is nothing to join: a script without spaces has no half. */
const spliced = (head = "", joint: string, tail = ""): string | null => tail === "" ? null : head + joint + tail

/** Changes after which a quote says something that its page does not. */
export const tampers: Readonly<Record<string, Tamper>> = {
  "another digit": (text, _, random) => replaceOne(text, /\d/gu, random, (digit) => String((Number(digit) + 1 + random.below(8)) % 10)),
  "a digit more": (text, _, random) => replaceOne(text, /\d/gu, random, (digit) => digit + String(random.below(10))),
  "a digit less": (text, _, random) => replaceOne(text, /\d\d+/gu, random, (digits) => digits.slice(1)),
  "another mark of decimals": (text, _, random) => replaceOne(text, /(?<=\d)[.,](?=\d)/gu, random, () => ""),
  "another currency": (text, _, random) => replaceOne(text, /[$€£¥]/gu, random, (sign) => sign === "€" ? "$" : "€"),
  "another name": (text, _, random) => replaceOne(text, /(?<=[\p{Ll},] )\p{Lu}\p{Ll}{2,}/gu, random, () => names[random.below(names.length)] ?? "Vela"),
  "a denial less": (text, _, random) => replaceOne(text, /\b(?:not|no|never|cannot|nicht|pas|without) /giu, random, () => ""),
  "a denial more": (text, _, random) => replaceOne(text, /\b(?:will|may|are|is|has|can|costs|would) /giu, random, (word) => `${word}not `),
  "another modal": (text, _, random) => replaceOne(text, /\b(?:will|may|can|should|would)\b/giu, random, (word) => /will/i.test(word) ? "might" : "will"),
  "a splice": (text, other) => spliced(half(text, 0.5)[0], " ", half(other, 0.5)[1]) ?? text,
  "an elided splice": (text, other) => spliced(half(text, 0.4)[0], " … ", half(other, 0.6)[1]) ?? text
}

/** Ways in which an honest copy differs from its page. */
export const honest: Readonly<Record<string, (sentence: string, random: SeededRandom) => string>> = {
  "as it is": (text) => text,
  "other spaces": (text, random) => replaceOne(text, / /gu, random, () => "\u00a0 \n"),
  "straight quotation marks": (text) => text.replace(/[“”„]/gu, "\"").replace(/[‘’]/gu, "'"),
  "curly quotation marks": (text) => text.replaceAll("'", "’"),
  "another dash": (text) => text.replaceAll("-", "‑"),
  "decomposed letters": (text) => text.normalize("NFD"),
  "soft hyphens": (text, random) => replaceOne(text, /\p{Ll}{4}/gu, random, (letters) => `${letters.slice(0, 2)}\u00ad${letters.slice(2)}`),
  "no full stop": (text) => text.replace(/[.。]$/u, ""),
  "dots around it": (text) => `…${text.replace(/[.。]$/u, "")}…`,
  "from the second word on": (text) => /^\S+ (?:not|no|never)\b/iu.test(text) ? text : text.slice(text.indexOf(" ") + 1)
}

import { type Amount, findAmounts } from "./findAmounts.ts"
import { wordSet } from "../wordSet.ts"

/** What stands before a price that no longer holds. */
const former = wordSet(
  "ord was were rrp msrp uvp list regular reg original originally old before previously previous compare typical usual statt bisher vorher ehemals lieu antes " +
    "prima anstatt retail strikethrough de van"
)
const saving = wordSet("save saved saves saving savings off discount sparen gespart rabatt ersparnis économisez remise ahorra ahorras")
/** What stands before the price of today, and what goes with either. */
const plain = wordSet(
  "pris nu drop drops dropped reduced down to cut now sale special price only today deal offer our current your just for is at instead of the a you new jetzt nur aktuell preis angebot sonderpreis maintenant prix " +
    "promo au por voor ahora precio oferta incl inkl vat mwst tax taxes ttc iva excl zzgl versand"
)

const wordsOf = (text: string): ReadonlyArray<string> => text.toLowerCase().match(/\p{L}+/gu) ?? []

/**
 * The price of today in a line that gives the one of before beside it: `UVP 1.299,00 € 1.099,00 €`, `$189.00 (was $249.00, save $60)`.
 * Null where a word says anything else, or the former price is not the higher one.
 */
export const reducedPrice = (line: string, own: ReadonlySet<string> = new Set()): Amount | null => {
  // Most lines of a page have no two numbers.
  if (line.length > 300 || !/\d\D+\d/u.test(line)) return null
  const amounts = findAmounts(line).filter((amount) => amount.marked && !amount.percent)
  if (amounts.length < 2 || amounts.length > 3) return null
  const roles = amounts.map((amount, index) => {
    const words = wordsOf(line.slice(amounts[index - 1]?.end ?? 0, amount.start))
    const behind = wordsOf(line.slice(amount.end, amounts[index + 1]?.start ?? line.length))
    if (words.some((word) => saving.has(word)) || behind[0] === "off") return "saving"
    return words.some((word) => former.has(word)) ? "former" : "today"
  })
  const words = wordsOf(amounts.reduceRight((text, { end, start }) => `${text.slice(0, start)} | ${text.slice(end)}`, line))
  if (words.some((word) => !former.has(word) && !saving.has(word) && !plain.has(word) && !own.has(word) && !(word === "from" && /\b(?:reduced|dropped|cut|down) from\b/iu.test(line)))) return null
  // "$249.99 → $199.99", "reduced from $249 to $199": the arrow and the two words say which was first.
  const between = line.slice(amounts[0]?.end ?? 0, amounts[1]?.start ?? 0)
  const isArrow = /^\s*(?:→|➔|➜|⇒|->|=>)\s*$/u.test(between) || (/^\s*to\s*$/iu.test(between) && /\b(?:reduced|dropped|cut|down) from\s*$/iu.test(line.slice(0, amounts[0]?.start ?? 0)))
  if (isArrow && amounts.length === 2) roles[0] = "former"
  const of = (role: string) => amounts.filter((_, index) => roles[index] === role)
  const [[today, ...others], [before, ...more], [saved]] = [of("today"), of("former"), of("saving")]
  if (today === undefined || before === undefined || others.length > 0 || more.length > 0) return null
  if (today.currency !== before.currency || today.value >= before.value) return null
  return saved === undefined || Math.abs(before.value - today.value - saved.value) <= 1 ? today : null
}

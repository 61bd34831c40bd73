import type { Offer } from "@vedette/domain"
import type { OfferClaim } from "./OfferClaim.ts"

/** Most trusted first: JSON-LD is written for machines, OpenGraph for a preview and is forgotten first when a price changes. */
const trust: ReadonlyArray<OfferClaim["format"]> = ["json-ld", "microdata", "opengraph"]

/** Half a cent: formats round differently, prices do not differ by less. */
const sameMoney = 0.005

const wordsOf = (name: string): ReadonlySet<string> =>
  new Set(name.normalize("NFKC").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])

/**
 * Whether two formats name the same thing. Titles add shop and category ("X | Shop"), so the words of the shorter name within
 * the longer are enough; a word with a digit on one side only (`WH-1000XM4`, `256 GB`) is another thing.
 */
const sameName = (left: string | null, right: string | null): boolean => {
  if (left === null || right === null) return true
  const [shorter, longer] = [wordsOf(left), wordsOf(right)].sort((a, b) => a.size - b.size)
  if (shorter === undefined || longer === undefined || shorter.size === 0) return left === right
  const common = [...shorter].filter((word) => longer.has(word)).length
  if ([...shorter].some((word) => /\d/.test(word) && !longer.has(word))) return false
  return common === shorter.size || common / shorter.size >= 0.6
}

const agree = (claims: ReadonlyArray<OfferClaim>): ReadonlyArray<Offer["conflicts"][number]> => {
  const conflicts: Array<Offer["conflicts"][number]> = []
  const priced = claims.filter((claim) => claim.price !== null)
  const prices = priced.map((claim) => claim.price ?? 0)
  const currencies = new Set(priced.flatMap((claim) => claim.currency ?? []))
  if (currencies.size > 1 || (prices.length > 0 && Math.max(...prices) - Math.min(...prices) > sameMoney)) conflicts.push("price")
  if (new Set(claims.flatMap((claim) => claim.availability ?? [])).size > 1) conflicts.push("availability")
  return conflicts
}

const merged = (claims: ReadonlyArray<OfferClaim>): Offer => {
  const priced = claims.find((claim) => claim.price !== null)
  return {
    name: claims.find((claim) => claim.name !== null)?.name ?? null,
    price: priced?.price ?? null,
    currency: priced?.currency ?? claims.find((claim) => claim.currency !== null)?.currency ?? null,
    availability: claims.find((claim) => claim.availability !== null)?.availability ?? null,
    formats: claims.map((claim) => claim.format),
    conflicts: agree(claims),
    snippet: priced?.snippet ?? claims.find((claim) => claim.availability !== null)?.snippet ?? ""
  }
}

/**
 * One offer per thing on sale: claims of different formats about the same thing become one, field by field; claims of one
 * format stay apart, for a format that says two things means two (variants, a list).
 *
 * Of several candidates the one with the same price is taken: a conflict is only reported where no reading avoids it.
 */
export const mergeOffers = (claims: ReadonlyArray<OfferClaim>): ReadonlyArray<Offer> => {
  const groups: Array<Array<OfferClaim>> = []
  for (const format of trust) {
    const own = claims.filter((claim) => claim.format === format)
    const earlier = [...groups]
    const taken = new Set<Array<OfferClaim>>()
    for (const claim of own) {
      const candidates = earlier.filter((group) => !taken.has(group) && group.every((other) => sameName(other.name, claim.name)))
      const equal = candidates.find((group) => group.some((other) => other.price === claim.price && other.price !== null))
      // Without an equal price, one of several would be a guess, and a guess could hide a conflict or make one.
      const group = equal ?? (candidates.length === 1 ? candidates[0] : undefined)
      if (group === undefined) groups.push([claim])
      else {
        taken.add(group)
        group.push(claim)
      }
    }
  }
  return groups.map(merged)
}

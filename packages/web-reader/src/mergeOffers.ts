import type { Offer } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import type { OfferClaim } from "./OfferClaim.ts"
import { sameMoney } from "./sameMoney.ts"

/** Most trusted first: JSON-LD is written for machines, OpenGraph for a preview and is forgotten first when a price changes. */
const trust: ReadonlyArray<OfferClaim["format"]> = ["json-ld", "microdata", "opengraph"]

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

const amountsOf = ({ price }: OfferClaim): ReadonlyArray<number> =>
  price === null ? [] : [price.value, ...(price.otherwise === null ? [] : [price.otherwise])]

const has = (claim: OfferClaim, amount: number): boolean =>
  amountsOf(claim).some((other) => Math.abs(other - amount) <= sameMoney)

/** The amounts that all of the formats may mean: `1.299` beside `1299.00` is 1299. None where they contradict each other. */
const commonAmounts = (priced: ReadonlyArray<OfferClaim>): ReadonlyArray<number> =>
  priced.flatMap(amountsOf).filter((amount, index, all) =>
    priced.every((claim) => has(claim, amount)) && all.findIndex((other) => Math.abs(other - amount) <= sameMoney) === index
  )

const merged = (claims: ReadonlyArray<OfferClaim>): Offer => {
  const priced = claims.filter((claim) => claim.price !== null)
  const [first] = priced
  const currencies = new Set(priced.flatMap((claim) => claim.currencies))
  const [price, otherPrice] = commonAmounts(priced)
  const contradicted = first !== undefined && (price === undefined || currencies.size > 1)
  const availabilities = new Set(claims.flatMap((claim) => claim.availability ?? []))
  const ends = priced.flatMap((claim) => claim.validUntil ?? [])
  const closings = claims.flatMap((claim) => claim.offeredUntil ?? [])
  const beginnings = claims.flatMap((claim) => claim.offeredFrom ?? [])
  return {
    name: claims.find((claim) => claim.name !== null)?.name ?? null,
    price: price ?? first?.price?.value ?? null,
    otherPrice: otherPrice ?? null,
    priceValidUntil: ends.length === 0 ? null : ends.reduce(DateTime.min),
    ...(closings.length === 0 ? {} : { offeredUntil: closings.reduce(DateTime.min) }),
    ...(beginnings.length === 0 ? {} : { offeredFrom: beginnings.reduce(DateTime.max) }),
    currency: first?.currencies[0] ?? claims.flatMap((claim) => claim.currencies)[0] ?? null,
    availability: [...availabilities][0] ?? null,
    ...(claims.some((claim) => claim.oneOf === true) ? { oneOf: true } : {}),
    formats: claims.map((claim) => claim.format),
    conflicts: [...(contradicted ? ["price" as const] : []), ...(availabilities.size > 1 ? ["availability" as const] : [])],
    snippet: first?.snippet ?? claims.find((claim) => claim.availability !== null)?.snippet ?? ""
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
      // Without a name and a price that can be read, nothing says which of the things on the page is meant.
      const isLost = claim.name === null && claim.price === null && claim.statesPrice
      const candidates = earlier.filter((group) =>
        !isLost && !taken.has(group) && group.every((other) => sameName(other.name, claim.name))
      )
      const equal = candidates.find((group) => group.some((other) => amountsOf(claim).some((amount) => has(other, amount))))
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

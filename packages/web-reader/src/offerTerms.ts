import type { StockLevel } from "@vedette/domain"
import { availabilityWord } from "./availabilityWord.ts"
import { currencyOf, nameOf, type OfferClaim } from "./OfferClaim.ts"
import { saidCurrencies } from "./saidCurrencies.ts"
import { sameMoney } from "./sameMoney.ts"
import { isNode, listOf, type SchemaNode } from "./SchemaNode.ts"
import { isStated, structuredPrice } from "./structuredPrice.ts"
import { validFrom, validUntil } from "./validUntil.ts"

/** An offer without its name and source. */
export type OfferTerms = Omit<OfferClaim, "format" | "name" | "snippet">

/**
 * What marks a price specification as another price than what the thing costs: a list or member price, a price by the kilo, a
 * down payment. The strike-through price of the vocabulary is one of these.
 */
const otherRoles = [
  "priceType", "priceComponentType", "referenceQuantity", "billingDuration", "billingIncrement", "validForMemberTier",
  "membershipPointsEarned", "eligibleQuantity", "unitText"
]

/** What is paid by the month or the hour, as UN/CEFACT writes them. */
const spanCodes = new Set(["HUR", "DAY", "WEE", "MON", "ANN"])

/** A part of what is paid, or one turn of it: as `price` it is not what the thing costs either. A price by the kilo may be, of a kilo. */
const isPart = (specification: SchemaNode): boolean =>
  ["unitText", "billingDuration", "billingIncrement", "priceComponentType"].some((role) => specification[role] !== undefined) ||
  listOf(specification["referenceQuantity"]).filter(isNode).some(({ unitCode }) => typeof unitCode === "string" && spanCodes.has(unitCode.toUpperCase()))

/** A lease or a repair has a price too; only a sale's is what the thing costs. The same goes for what is sold by the hundred, or to firms. */
const isSale = (offer: SchemaNode): boolean =>
  listOf(offer["businessFunction"]).every((purpose) => typeof purpose !== "string" || /sell\W*$/iu.test(purpose)) &&
  listOf(offer["eligibleQuantity"]).filter(isNode).every((quantity) => !(Number(quantity["minValue"]) > 1)) &&
  listOf(offer["eligibleTransactionVolume"]).filter(isNode).every((volume) => !(Number(volume["minPrice"]) > Number(offer["price"]))) &&
  (offer["eligibleCustomerType"] === undefined ||
    listOf(offer["eligibleCustomerType"]).some((whom) => typeof whom !== "string" || !/(?:business|reseller)$/iu.test(whom)))

/** `InStock`, and a count of none: one of the two is wrong. */
const isCountedOut = (offer: SchemaNode): boolean =>
  listOf(offer["inventoryLevel"]).some((level) => {
    const count = isNode(level) ? level["value"] : level
    return (typeof count === "number" || (typeof count === "string" && count.trim() !== "")) && Number(count) === 0
  })

/** Of several sellers one with stock is enough to buy; sold out is only what every one of them says. */
const ofParts = (words: ReadonlyArray<StockLevel | null>): StockLevel | null => {
  if (words.includes("in_stock")) return "in_stock"
  return words.every((word) => word === words[0]) ? words[0] ?? null : null
}

/** The lowest price of those that can be had, where the lowest of all cannot. */
const lowestToBeHad = (low: number, parts: ReadonlyArray<OfferTerms>): number | null => {
  const open = parts.flatMap((part) => part.availability === "sold_out" ? [] : part.price?.value ?? [])
  const lowest = Math.min(...open)
  return open.length > 0 && Math.abs(lowest - low) > sameMoney ? lowest : null
}

/**
 * The other price that a lowest one may stand for. Where its offers are listed, the lowest that can be had; where they are not, or have names
 * of their own (sizes, colours), nothing says whose price the lowest is: then what is concluded must hold for the highest as well.
 */
const otherOfAggregate = (offer: SchemaNode, low: number, nodes: ReadonlyArray<SchemaNode>, parts: ReadonlyArray<OfferTerms>): number | null => {
  const isListed = parts.some(({ price }) => price !== null)
  const names = new Set(nodes.map((node) => nameOf(node["name"])))
  const high = structuredPrice(offer["highPrice"])?.value ?? null
  return isListed && names.size < 2 ? lowestToBeHad(low, parts) : high !== null && high - low > sameMoney ? high : lowestToBeHad(low, parts)
}

/** What an offer of schema.org says of itself; `nodes` are the offers that it is made of. */
export const offerTerms = (offer: SchemaNode, nodes: ReadonlyArray<SchemaNode>): OfferTerms => {
  const parts = nodes.map((node) => offerTerms(node, []))
  const stated = listOf(offer["priceSpecification"]).filter(isNode)
  const specifications = stated.filter((one) => otherRoles.every((role) => one[role] === undefined))
  const [specification, ...others] = specifications.filter((one) => isStated(one["price"]))
  const isAggregate = !isStated(offer["price"]) && isStated(offer["lowPrice"])
  // The first that is stated, also where it cannot be read: what stands behind it may be the price of something else.
  const source = [offer["price"], offer["lowPrice"], specification?.["price"]].find(isStated)
  const isSpecified = specification !== undefined && source === specification["price"] && !isStated(offer["price"])
  const read = structuredPrice(source)
  const doubted = isSpecified && others.some((one) => structuredPrice(one["price"])?.value !== read?.value)
  // A monthly rate is often given twice: as the price, and as the specification that says what it is.
  const isRate = read !== null && stated.some((one) => isPart(one) && structuredPrice(one["price"])?.value === read.value)
  const word = listOf(offer["availability"]).map(availabilityWord).find((word) => word !== null) ?? null
  const available = word === "in_stock" && isCountedOut(offer) ? null : word
  const currencies = saidCurrencies(
    [currencyOf(offer["priceCurrency"]), isSpecified ? currencyOf(specification["priceCurrency"]) : null],
    read?.mark ?? null
  )
  return {
    price: read === null || doubted || isRate || !isSale(offer) ? null : {
      value: read.value,
      otherwise: read.otherwise ?? (isAggregate ? otherOfAggregate(offer, read.value, nodes, parts) : null)
    },
    statesPrice: source !== undefined || stated.some((one) => isStated(one["price"])),
    currencies: currencies.length > 0 ? currencies : [...new Set(parts.flatMap((part) => part.currencies))],
    availability: available ?? ofParts(parts.map((part) => part.availability)),
    // Of a preorder it is the day from which it is sent; its price holds today.
    offeredFrom: validFrom(offer["validFrom"], available === "preorder" ? undefined : offer["availabilityStarts"]),
    offeredUntil: validUntil(offer["availabilityEnds"], offer["validThrough"]),
    validUntil: validUntil(
      offer["priceValidUntil"],
      offer["validThrough"],
      ...(isSpecified ? [specification["validThrough"], specification["priceValidUntil"]] : []),
      ...nodes.flatMap((node) => isAggregate ? [node["priceValidUntil"], node["validThrough"]] : [])
    )
  }
}

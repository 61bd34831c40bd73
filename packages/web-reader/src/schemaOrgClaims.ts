import { nameOf, type OfferClaim } from "./OfferClaim.ts"
import { offerTerms } from "./offerTerms.ts"
import { isNode, listOf, type SchemaNode } from "./SchemaNode.ts"

/** Nodes looked at in one document. A shop's category page has some hundreds; a hostile one ends here. */
const maxNodes = 20_000
/** Offers taken from one document: a watched page has one, a category page dozens. */
const maxClaims = 200
/** An aggregate of aggregates is the deepest that shops write. */
const maxOfferDepth = 3

/** Products that stand beside the one on the page, to be bought with it or instead of it. */
const besides = new Set(["isRelatedTo", "isSimilarTo", "isAccessoryOrSparePartFor", "isConsumableFor", "review", "reviews"])

/** The forms in which a thing is sold; without a name of their own they have that of the thing. */
const editions = new Set(["workExample", "hasVariant", "model"])

const isType = (node: SchemaNode, ...names: ReadonlyArray<string>): boolean =>
  listOf(node["@type"]).some((type) => typeof type === "string" && names.includes(type.split(/[/#:]/).at(-1) ?? ""))

/** What tells a thing from its sisters where its name does not: the make of a book, the colour and size of a shoe. */
const makeOf = (node: SchemaNode | null, name: string): string => {
  const format = /(Hardcover|Paperback|EBook|AudiobookFormat)$/u.exec(String(node?.["bookFormat"] ?? ""))?.[1]?.replace("Format", "")
  return [format, node?.["color"], node?.["size"]].flatMap((word) =>
    typeof word === "string" && word.length <= 30 && !name.toLowerCase().includes(word.toLowerCase()) ? [word] : []).join(", ")
}

/** What is not new: `Used`, `Refurbished`, `Damaged`. */
const conditionOf = (node: SchemaNode | null | undefined): string | undefined =>
  /(Used|Refurbished|Damaged)Condition/u.exec(String(node?.["itemCondition"] ?? ""))?.[1]

/**
 * What schema.org data offers: every node with `offers`, and offers that stand alone. `snippetOf` gives the literal source of an
 * offer's price, else of its availability.
 */
export const schemaOrgClaims = (
  roots: ReadonlyArray<unknown>,
  format: OfferClaim["format"],
  snippetOf: (offer: SchemaNode, owner: SchemaNode | null) => string
): ReadonlyArray<OfferClaim> => {
  const byId = new Map<string, SchemaNode>()
  const nodes: Array<SchemaNode> = []
  const ownerOf = new Map<SchemaNode, SchemaNode>()
  const pending: Array<unknown> = [...roots].reverse()
  let seen = 0
  for (; pending.length > 0 && seen < maxNodes; seen++) {
    const next = pending.pop()
    if (Array.isArray(next)) for (const item of next.slice(0, maxNodes).reverse()) pending.push(item)
    else if (isNode(next)) {
      nodes.push(next)
      const id = next["@id"]
      // A node that only refers has no second property; the one that describes wins.
      if (typeof id === "string" && Object.keys(next).length > 1) byId.set(id, next)
      for (const [key, value] of Object.entries(next).reverse()) {
        if (typeof value !== "object" || besides.has(key)) continue
        pending.push(value)
        if (editions.has(key)) for (const edition of listOf(value).filter(isNode)) ownerOf.set(edition, next)
      }
    }
  }

  const resolved = (value: unknown): ReadonlyArray<SchemaNode> =>
    listOf(value).filter(isNode).map((node) => {
      const id = node["@id"]
      return typeof id === "string" && Object.keys(node).length === 1 ? byId.get(id) ?? node : node
    })

  const claims: Array<OfferClaim> = []
  const told = new Set<SchemaNode>()
  const add = (offer: SchemaNode, owner: SchemaNode | null, depth: number) => {
    if (told.has(offer) || claims.length >= maxClaims || depth > maxOfferDepth) return
    told.add(offer)
    const parts = resolved(offer["offers"])
    const read = offerTerms(offer, parts)
    // Tickets for what does not take place stay `InStock` in many a page.
    const isOff = /(?:Cancell?ed|Postponed)$/u.test(String(owner?.["eventStatus"] ?? ""))
    const terms = isOff ? { ...read, availability: null } : read
    // An aggregate over new and used ones has the price of neither.
    if (parts.length > 0 && (terms.price === null || parts.some((part) => conditionOf(part) !== conditionOf(parts[0])))) return parts.forEach((part) => add(part, owner, depth + 1))
    for (const part of parts) told.add(part)
    if (!terms.statesPrice && terms.availability === null) return
    const own = nameOf(offer["name"])
    const item = listOf(offer["itemOffered"]).find(isNode)
    const bare = nameOf(owner?.["name"]) ?? (owner === null ? null : nameOf(ownerOf.get(owner)?.["name"])) ?? nameOf(item?.["name"])
    const make = bare === null ? "" : makeOf(owner, bare)
    const name = bare === null || make === "" ? bare : `${bare} (${make})`
    // What is used is another deal, and a price of it another price, whatever name it bears.
    const state = conditionOf(offer) ?? conditionOf(owner)
    // Of an event the offers are kinds of tickets.
    const oneOf = owner !== null && own !== null && listOf(owner["offers"]).length > 1 && listOf(owner["@type"]).some((type) => /(?:Event|Festival)$/u.test(String(type)))
    const stated = oneOf && name !== null ? `${name} – ${own}` : name ?? own
    const claim = { format, name: state === undefined ? stated : `${stated ?? ""} (${state.toLowerCase()})`.trim(), ...terms, ...(oneOf ? { oneOf } : {}), snippet: snippetOf(offer, owner) }
    const twin = claims.some((other) =>
      other.name === claim.name && other.price?.value === claim.price?.value && other.price?.otherwise === claim.price?.otherwise &&
      other.currencies.join() === claim.currencies.join() && other.availability === claim.availability
    )
    if (!twin) claims.push(claim)
  }
  for (const node of nodes) {
    if (!isType(node, "Offer", "AggregateOffer")) for (const offer of resolved(node["offers"])) add(offer, node, 0)
  }
  for (const node of nodes) if (isType(node, "Offer", "AggregateOffer")) add(node, null, 0)
  return claims
}

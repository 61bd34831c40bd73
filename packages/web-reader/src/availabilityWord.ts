import type { StockLevel } from "@vedette/domain"

/** schema.org's ItemAvailability and the words of OpenGraph's product vocabulary, without case, spaces and dashes. */
const words: Readonly<Record<string, StockLevel>> = {
  instock: "in_stock",
  instoreonly: "in_stock",
  onlineonly: "in_stock",
  limitedavailability: "in_stock",
  available: "in_stock",
  outofstock: "sold_out",
  soldout: "sold_out",
  discontinued: "sold_out",
  unavailable: "sold_out",
  oos: "sold_out",
  preorder: "preorder",
  presale: "preorder",
  availablefororder: "preorder",
  backorder: "later",
  onbackorder: "later",
  availableonbackorder: "later",
  comingsoon: "later"
}

/**
 * `https://schema.org/InStock`, `in stock`, `OutOfStock` … as a `StockLevel`. Reservations, what is made to order and words
 * not known are null: whether one can buy is then not said.
 */
export const availabilityWord = (value: unknown): StockLevel | null => {
  if (typeof value !== "string" || value.length > 200) return null
  const last = value.trim().replace(/\/+$/, "").split(/[/#:]/).at(-1) ?? ""
  const word = last.toLowerCase().replace(/[\s_-]/g, "")
  return Object.hasOwn(words, word) ? words[word] ?? null : null
}

import type { StockLevel } from "../../ports/PageReader.ts"

/** How a stock level is told to an owner. */
export const availabilityWords: Readonly<Record<StockLevel, string>> = {
  in_stock: "in stock",
  sold_out: "sold out",
  preorder: "available for preorder",
  later: "not to be had yet"
}

import type { StockLevel } from "../../ports/PageReader.ts"

/** A price that a page gives, and how. */
export interface PriceReading {
  readonly kind: "structured" | "selected" | "prose"
  readonly value: number
  /** The other reading of an ambiguous number. */
  readonly otherwise: number | null
  readonly currency: string | null
  /** It is where the prices of the thing begin (`from $799`), and no price by itself. */
  readonly atLeast?: boolean
  /** A currency is printed beside it, whether or not it can be told which. */
  readonly foreignMark: boolean
  /** Whether the thing that has this price can be had, where the same offer says so. */
  readonly availability: StockLevel | null
  /** Literal text of the page that shows it, or null. */
  readonly quote: string | null
  /** Where it comes from, in words. */
  readonly origin: string
}

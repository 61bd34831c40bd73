import type * as Redacted from "effect/Redacted"

/** What an engine that wants a key is set up with. */
export interface KeyedOptions {
  readonly apiKey: Redacted.Redacted
  /** Default: the engine's own. */
  readonly baseUrl?: string
  /** US dollars per thousand searches, by the plan of the key; left out or null: not known. */
  readonly pricePerThousand?: number | null
}

/** Dollars per thousand are thousandths of a dollar each. */
export const costOf = ({ pricePerThousand }: KeyedOptions): number | null =>
  pricePerThousand === undefined || pricePerThousand === null ? null : Math.ceil(pricePerThousand * 1_000)

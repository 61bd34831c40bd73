import * as Result from "effect/Result"
import type { Decoder } from "./decoders.ts"

/** A price list: US dollars per million tokens. */
export interface TokenPrice {
  readonly input: number
  readonly output: number
}

const dollars = (text: string): number => /^\d{1,6}(?:\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN

/** `0.30/2.50`: read and written. */
export const tokenPrice: Decoder<TokenPrice> = (value) => {
  const [input = "", output = "", ...rest] = value.split("/").map((part) => part.trim())
  const price = { input: dollars(input), output: dollars(output) }
  return rest.length === 0 && Number.isFinite(price.input) && Number.isFinite(price.output)
    ? Result.succeed(price)
    : Result.fail(`must be dollars per million tokens, read and written, such as 0.30/2.50, not "${value}"`)
}

/** Dollars, with a point. */
export const price: Decoder<number> = (value) =>
  Number.isFinite(dollars(value)) ? Result.succeed(dollars(value)) : Result.fail(`must be an amount in dollars such as 5 or 0.50, not "${value}"`)

/** What may be spent in a window; null: no cap. */
export interface SpendingCap {
  readonly tokens: number | null
  /** Millionths of a US dollar. */
  readonly microUsd: number | null
}

const form = "must be an amount such as 200000 tokens, 0.50 USD, or both with a comma between"

/** `200000 tokens`, `0.50 USD`, or both, in either order. */
export const spendingCap: Decoder<SpendingCap> = (value) => {
  let cap: SpendingCap = { tokens: null, microUsd: null }
  for (const part of value.split(",").map((one) => one.trim())) {
    const [, number = "", unit = ""] = /^([\d.]+)\s*(tokens?|usd)$/i.exec(part) ?? []
    const isMoney = unit.toLowerCase() === "usd"
    const amount = isMoney ? Math.round(dollars(number) * 1_000_000) : /^\d{1,12}$/.test(number) ? Number(number) : Number.NaN
    const twice = isMoney ? cap.microUsd !== null : cap.tokens !== null
    if (unit === "" || !Number.isFinite(amount) || twice) return Result.fail(`${form}, not "${value}"`)
    cap = isMoney ? { ...cap, microUsd: amount } : { ...cap, tokens: amount }
  }
  return Result.succeed(cap)
}

import { xoshiro128 } from "@vedette/testkit/fakes"

/** Chance from a seed. The same seed throws the same numbers, whatever else draws from dice of its own. */
export interface Dice {
  /** 0 included, 1 excluded. */
  readonly next: () => number
  readonly chance: (probability: number) => boolean
  /** Both ends included. */
  readonly between: (least: number, most: number) => number
  readonly oneOf: <A>(...items: readonly [A, ...ReadonlyArray<A>]) => A
}

/** A seed of its own for each use of one: FNV-1a over the words. */
const seedOf = (seed: number, use: string): number =>
  Array.from(use).reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193), 0x811c9dc5 ^ seed)

export const makeDice = (seed: number, use: string): Dice => {
  const word = xoshiro128(seedOf(seed, use))
  const next = () => word() / 2 ** 32
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    chance: (probability) => probability > 0 && next() < probability,
    between,
    oneOf: (...items) => items[between(0, items.length - 1)] ?? items[0]
  }
}

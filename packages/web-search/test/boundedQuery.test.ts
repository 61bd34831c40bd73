import { assert, it } from "@effect/vitest"
import { boundedQuery } from "../src/boundedQuery.ts"

it.each<[string, string, { readonly characters: number; readonly words?: number }, string]>([
  ["what fits stays as it is, but for spaces", "  koda 2\n release ", { characters: 50 }, "koda 2 release"],
  ["too many characters: cut between words", "koda release", { characters: 11 }, "koda"],
  ["too many words: the first", "a b c d", { characters: 50, words: 3 }, "a b c"],
  ["one word as long as a page: cut inside it", "k".repeat(20), { characters: 5 }, "kkkkk"],
  ["but never inside a character", "🚲🚲🚲", { characters: 3 }, "🚲"]
])("%s", (_law, query, most, expected) => assert.strictEqual(boundedQuery(query, most), expected))

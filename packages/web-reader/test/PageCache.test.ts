import { assert, describe, it } from "@effect/vitest"
import type { IncomingResponse } from "@vedette/domain"
import { makePageCache } from "../src/PageCache.ts"

const answer = (size: number, headers: Readonly<Record<string, string>> = {}): IncomingResponse => ({
  status: 200,
  headers: { etag: "\"1\"", ...headers },
  body: new Uint8Array(size),
  url: "https://shop.example/",
  latencyMs: 0
})
const keptOf = (answers: ReadonlyArray<IncomingResponse>) => {
  const cache = makePageCache()
  for (const [n, one] of answers.entries()) cache.put(`https://shop.example/${n}`, one)
  return answers.flatMap((_, n) => cache.get(`https://shop.example/${n}`) === null ? [] : n)
}

describe("PageCache", () => {
  it("forgets what was put first once the rest is too much, and only as much of it as it has to", () => {
    assert.deepStrictEqual(keptOf([answer(6_000_000), answer(6_000_000), answer(6_000_000)]), [1, 2])
    assert.deepStrictEqual(keptOf([answer(1_000_000), answer(6_000_000), answer(6_000_000), answer(3_500_000)]), [1, 2, 3])
  })

  it("counts headers too: a page of one letter may come with 16 kB of them", () => {
    const kept = keptOf(Array.from({ length: 1_200 }, () => answer(1, { "x-a": "a".repeat(16_000) })))
    assert.isBelow(kept.length, 1_000)
    assert.strictEqual(kept.at(-1), 1_199)
  })

  it("counts an answer that is put again once", () => {
    const cache = makePageCache()
    for (let n = 0; n < 10; n++) cache.put("https://shop.example/0", answer(6_000_000))
    cache.put("https://shop.example/1", answer(6_000_000))
    assert.isNotNull(cache.get("https://shop.example/0"))
  })

  it.each([
    ["not to be stored", answer(1, { "cache-control": "private, No-Store" })],
    ["without a validator", { ...answer(1), headers: {} }],
    ["no page", { ...answer(1), status: 203 }],
    ["larger than all of it", answer(16_000_001)]
  ])("keeps nothing that is %s, nor what it had before", (_why, one) => {
    const cache = makePageCache()
    cache.put("https://shop.example/", answer(1))
    cache.put("https://shop.example/", one)
    assert.isNull(cache.get("https://shop.example/"))
    assert.deepStrictEqual(cache.conditions("https://shop.example/"), {})
  })
})

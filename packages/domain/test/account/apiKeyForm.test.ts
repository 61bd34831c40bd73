import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { SecureRandom } from "effect/crypto"
import * as Schema from "effect/Schema"
import { generateApiKey, prefixOf, sameDigest } from "../../src/account/apiKeyForm.ts"

describe("an API key", () => {
  it.effect("is sk_ and 43 base64url characters, and no two are the same", () =>
    Effect.gen(function*() {
      const keys = yield* Effect.all(Array.from({ length: 200 }, () => generateApiKey))
      for (const key of keys) assert.match(key, /^sk_[A-Za-z0-9_-]{43}$/)
      assert.strictEqual(new Set(keys).size, keys.length)
    }).pipe(Effect.provide(SecureRandom.layerWebCrypto)))

  it.effect("has a prefix that shows too little to guess the rest from", () =>
    Effect.gen(function*() {
      const key = yield* generateApiKey
      assert.isTrue(key.startsWith(prefixOf(key)))
      assert.isAtLeast(key.length - prefixOf(key).length, 32)
    }).pipe(Effect.provide(SecureRandom.layerWebCrypto)))
})

describe("sameDigest", () => {
  it.prop("a text is the same as itself", [Schema.String], ([text]) => {
    assert.isTrue(sameDigest(text, text))
  })

  it.prop("two texts are the same exactly when they are equal", [Schema.String, Schema.String], ([a, b]) => {
    assert.strictEqual(sameDigest(a, b), a === b)
  })

  it("a single other character, or a missing one, makes another digest, wherever it is", () => {
    const digest = "0123456789abcdef".repeat(4)
    for (let i = 0; i < digest.length; i++) {
      assert.isFalse(sameDigest(digest, `${digest.slice(0, i)}z${digest.slice(i + 1)}`))
      assert.isFalse(sameDigest(digest, digest.slice(0, i)))
      assert.isFalse(sameDigest(digest.slice(0, i), digest))
    }
  })
})

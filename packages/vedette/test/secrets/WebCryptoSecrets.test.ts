import { assert, layer } from "@effect/vitest"
import { Secrets } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { SecureRandom } from "effect/crypto"
import { createDecipheriv, createHash } from "node:crypto"
import { WebCryptoSecrets } from "../../src/secrets/WebCryptoSecrets.ts"

const key = Uint8Array.from({ length: 32 }, (_, n) => n)
const underKey = (bytes: Uint8Array) => WebCryptoSecrets.layer({ key: Redacted.make(bytes) })
/** JavaScript's strings may hold half characters, which no UTF-8 can carry. */
const text = Schema.String.check(Schema.makeFilter((s: string) => s.isWellFormed()))

layer(underKey(key))("WebCryptoSecrets", (it) => {
  it.effect.prop("what was sealed opens to itself", [text], ([plain]) =>
    Effect.gen(function*() {
      const secrets = yield* Secrets
      assert.strictEqual(yield* secrets.open(yield* secrets.seal(plain)), plain)
    }))

  it.effect("two seals of one text differ", () =>
    Effect.gen(function*() {
      const secrets = yield* Secrets
      const seals = yield* Effect.all(Array.from({ length: 100 }, () => secrets.seal("whsec_same")))
      assert.strictEqual(new Set(seals).size, 100)
    }))

  it.effect("a seeded source of randomness repeats no nonce", () =>
    Effect.gen(function*() {
      const seeded = Layer.succeed(SecureRandom.SecureRandom, SecureRandom.make((size) => new Uint8Array(size)))
      const seal = Secrets.use((secrets) => secrets.seal("x")).pipe(
        Effect.provide(Layer.fresh(underKey(key)).pipe(Layer.provideMerge(seeded)))
      )
      assert.notStrictEqual(yield* seal, yield* seal)
    }))

  it.effect("a sealed text is v1, a 12-byte nonce and what AES-256-GCM makes of the text, in base64url", () =>
    Effect.gen(function*() {
      const sealed = yield* Secrets.use((secrets) => secrets.seal("whsec_plain"))
      assert.match(sealed, /^v1\.[A-Za-z0-9_-]+$/)
      const bytes = Buffer.from(sealed.slice(3), "base64url")
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12))
      decipher.setAAD(Buffer.from("v1."))
      decipher.setAuthTag(bytes.subarray(-16))
      const plain = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()])
      assert.strictEqual(plain.toString("utf8"), "whsec_plain")
    }))

  it.effect("a seal altered in any byte is unreadable", () =>
    Effect.gen(function*() {
      const secrets = yield* Secrets
      const bytes = Buffer.from((yield* secrets.seal("whsec_plain")).slice(3), "base64url")
      for (let n = 0; n < bytes.length; n++) {
        const altered = Buffer.from(bytes)
        altered[n] = (altered[n] ?? 0) ^ 1
        const error = yield* Effect.flip(secrets.open(`v1.${altered.toString("base64url")}`))
        assert.strictEqual(error._tag, "SecretUnreadable")
      }
    }))

  it.effect("a seal cut short, of another version, or no seal at all is unreadable", () =>
    Effect.gen(function*() {
      const secrets = yield* Secrets
      const sealed = yield* secrets.seal("whsec_plain")
      for (
        const wrong of [
          "", "v1.", "v1.AAAA", "v1.!!!!", "whsec_plain", sealed.slice(0, -4), sealed.slice(0, 19), sealed.slice(3),
          sealed.replace("v1.", "v2."), `${sealed}AAAA`
        ]
      ) {
        const error = yield* Effect.flip(secrets.open(wrong))
        assert.strictEqual(error._tag, "SecretUnreadable")
        assert.notInclude(error.message, "whsec_plain")
      }
    }))

  it.effect("a seal under another key is unreadable", () =>
    Effect.gen(function*() {
      const foreign = yield* Secrets.use((secrets) => secrets.seal("whsec_plain")).pipe(
        Effect.provide(underKey(new Uint8Array(32).fill(9)))
      )
      const error = yield* Effect.flip(Secrets.use((secrets) => secrets.open(foreign)))
      assert.strictEqual(error._tag, "SecretUnreadable")
      assert.include(error.message, "VEDETTE_SECRET_KEY", "what an owner reads in the send log")
    }))

  it.effect.prop("a digest is SHA-256 as hex, as every other machine computes it", [text], ([plain]) =>
    Effect.gen(function*() {
      const digest = yield* Secrets.use((secrets) => secrets.digest(plain))
      assert.strictEqual(digest, createHash("sha256").update(plain, "utf8").digest("hex"))
    }))
})

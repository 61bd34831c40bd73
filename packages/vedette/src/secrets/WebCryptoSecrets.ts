import { Secrets, SecretUnreadable } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { Aead, Digest, Mac, SecureRandom } from "effect/crypto"
import { Base64Url, Hex } from "effect/encoding"

/**
 * The form of a sealed text: `v1.` and the base64url of nonce, ciphertext and tag. The version leaves room for another
 * algorithm or key without touching what is stored; it is authenticated with the text, so it cannot be swapped.
 */
const prefix = "v1."
const authenticatedPrefix = new TextEncoder().encode(prefix)

/** NIST SP 800-38D §8.2: 96 bits, drawn at random. Safe for 2^32 seals under one key; an installation makes thousands. */
const nonceBytes = 12

/** Strict, so that bytes which are no text are unreadable rather than half readable. */
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

const unreadable = () =>
  new SecretUnreadable({ message: "A stored secret cannot be opened: it was altered, or VEDETTE_SECRET_KEY has changed" })

const make = Effect.fnUntraced(function*(options: { readonly key: Redacted.Redacted<Uint8Array> }) {
  const aead = yield* Aead.Aead
  const digest = yield* Digest.Digest
  const mac = yield* Mac.Mac
  const random = yield* SecureRandom.SecureRandom
  // A key of another length is a mistake of the composition root, not of a run: `decodeSecretKey` comes first.
  const key = yield* Effect.orDie(Aead.key(Aead.aes256Gcm, Redacted.value(options.key)))

  // A key of its own, derived from the sealing one: one key must not serve two algorithms.
  const macKey = yield* Mac.key(Mac.hmacSha256, Redacted.value(options.key)).pipe(
    Effect.flatMap((sealing) => mac.sign(sealing, new TextEncoder().encode("vedette keyed digest v1"))),
    Effect.flatMap((derived) => Mac.key(Mac.hmacSha256, derived)),
    Effect.orDie
  )

  return Secrets.of({
    seal: Effect.fnUntraced(function*(plain) {
      const nonce = yield* random.randomBytes(nonceBytes)
      const sealed = yield* Effect.orDie(
        aead.encrypt(key, new TextEncoder().encode(plain), { nonce, aad: authenticatedPrefix })
      )
      const bytes = new Uint8Array(nonce.length + sealed.length)
      bytes.set(nonce)
      bytes.set(sealed, nonce.length)
      return `${prefix}${Base64Url.encode(bytes)}`
    }),

    open: Effect.fnUntraced(function*(sealed) {
      const bytes = sealed.startsWith(prefix) ? Base64Url.decode(sealed.slice(prefix.length)) : null
      if (bytes === null || Result.isFailure(bytes)) return yield* unreadable()
      const plain = yield* aead.decrypt(key, bytes.success.subarray(nonceBytes), {
        nonce: bytes.success.subarray(0, nonceBytes),
        aad: authenticatedPrefix
      }).pipe(Effect.mapError(unreadable))
      return yield* Effect.try({ try: () => utf8.decode(plain), catch: unreadable })
    }),

    digest: (text) =>
      digest.digest(Digest.sha256, new TextEncoder().encode(text)).pipe(Effect.map(Hex.encode), Effect.orDie),

    keyedDigest: (text) =>
      mac.sign(macKey, new TextEncoder().encode(text)).pipe(Effect.map(Hex.encode), Effect.orDie)
  })
})

/**
 * `Secrets` under one 32-byte key, on the runtime's own Web Crypto.
 *
 * The randomness is always the runtime's: a seeded `SecureRandom`, as simulations use one, would repeat nonces under
 * one key, and AES-GCM breaks on the first repetition.
 */
const layer = (options: { readonly key: Redacted.Redacted<Uint8Array> }): Layer.Layer<Secrets> =>
  Layer.effect(Secrets, make(options)).pipe(
    Layer.provide(Layer.mergeAll(Aead.layerWebCrypto, Digest.layerWebCrypto, Mac.layerWebCrypto)),
    Layer.provide(SecureRandom.layerWebCrypto)
  )

export const WebCryptoSecrets = { layer }

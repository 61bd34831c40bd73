import { Secrets, SecretUnreadable } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { createCipheriv, createDecipheriv, createHash, createHmac } from "node:crypto"

// A key that everybody knows: nothing sealed here is secret.
const key = createHash("sha256").update("vedette testkit").digest()
const NONCE_BYTES = 12
const TAG_BYTES = 16

const unreadable = () => new SecretUnreadable({ message: "A sealed text cannot be opened: it was altered." })

/**
 * `Secrets` under a fixed key. Counted nonces instead of drawn ones, and synchronous cryptography instead of Web
 * Crypto's promises: a simulation on a virtual clock stays repeatable step by step.
 */
export const TestSecrets = {
  layer: Layer.sync(Secrets, () => {
    let seals = 0
    return Secrets.of({
      seal: (plain) =>
        Effect.sync(() => {
          const nonce = Buffer.alloc(NONCE_BYTES)
          nonce.writeUInt32BE(++seals, NONCE_BYTES - 4)
          const cipher = createCipheriv("aes-256-gcm", key, nonce)
          const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()])
          return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url")
        }),
      open: (sealed) =>
        Effect.try({
          try: () => {
            const bytes = Buffer.from(sealed, "base64url")
            // Node's decoder passes over what is not base64url: only the exact text is the sealed one.
            if (bytes.toString("base64url") !== sealed) throw unreadable()
            const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES))
            decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
            const plain = [decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]
            return Buffer.concat(plain).toString("utf8")
          },
          catch: unreadable
        }),
      digest: (text) => Effect.sync(() => createHash("sha256").update(text).digest("hex")),
      keyedDigest: (text) => Effect.sync(() => createHmac("sha256", key).update(text).digest("hex"))
    })
  })
}

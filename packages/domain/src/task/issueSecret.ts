import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { Base64 } from "effect/encoding"
import { SecureRandom } from "effect/crypto"
import { Secrets } from "../ports/Secrets.ts"
import type { ChannelSecret } from "./Channel.ts"

/** Standard Webhooks wants 24 to 64 bytes; 32 is the block of SHA-256's output and enough. */
const SECRET_BYTES = 32
const MIN_BYTES = 24
const MAX_BYTES = 64
const PREFIX = "whsec_"

/** What a plain secret is stored as: the current one, from now on. */
export const sealSecret = Effect.fn("sealSecret")(function*(plain: string) {
  const secrets = yield* Secrets
  const secret: ChannelSecret = { sealed: yield* secrets.seal(plain), issuedAt: yield* DateTime.now, validUntil: null }
  return secret
})

/** Whether a text is a signing secret as Standard Webhooks writes one: `whsec_` + base64 of 24 to 64 bytes. */
export const isSigningSecret = (text: string): boolean => {
  if (!text.startsWith(PREFIX)) return false
  const key = Base64.decode(text.slice(PREFIX.length))
  return Result.isSuccess(key) && key.success.length >= MIN_BYTES && key.success.length <= MAX_BYTES
}

/** A fresh signing secret: `whsec_` + base64, and its sealed form for the task. The plain form is shown once and kept nowhere. */
export const issueSecret = Effect.fn("issueSecret")(function*() {
  const random = yield* SecureRandom.SecureRandom
  const plain = `${PREFIX}${Base64.encode(yield* random.randomBytes(SECRET_BYTES))}`
  return { plain, secret: yield* sealSecret(plain) }
})

import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { Base64 } from "effect/encoding"
import { SecureRandom } from "effect/crypto"
import { Secrets } from "../ports/Secrets.ts"
import type { ChannelSecret } from "./Channel.ts"

/** Standard Webhooks wants 24 to 64 bytes; 32 is the block of SHA-256's output and enough. */
const SECRET_BYTES = 32

/** A fresh signing secret: `whsec_` + base64, and its sealed form for the task. The plain form is shown once and kept nowhere. */
export const issueSecret = Effect.fn("issueSecret")(function*() {
  const random = yield* SecureRandom.SecureRandom
  const secrets = yield* Secrets
  const plain = `whsec_${Base64.encode(yield* random.randomBytes(SECRET_BYTES))}`
  const secret: ChannelSecret = {
    sealed: yield* secrets.seal(plain),
    issuedAt: yield* DateTime.now,
    validUntil: null
  }
  return { plain, secret }
})

import * as Effect from "effect/Effect"
import { SecureRandom } from "effect/crypto"
import { Base64Url } from "effect/encoding"

/** `sk_` + 43 base64url characters: 32 random bytes. Longer keys are the operator's own choice and as good. */
const KEY_BYTES = 32

/** Enough to tell keys apart in a list and to look one up, too little to guess the rest from. */
const PREFIX_LENGTH = 11

export const generateApiKey: Effect.Effect<string, never, SecureRandom.SecureRandom> = Effect.gen(function*() {
  const random = yield* SecureRandom.SecureRandom
  return `sk_${Base64Url.encode(yield* random.randomBytes(KEY_BYTES))}`
})

export const prefixOf = (key: string): string => key.slice(0, PREFIX_LENGTH)

/** Compares two digests in a time that does not depend on where they differ. */
export const sameDigest = (a: string, b: string): boolean => {
  let difference = a.length ^ b.length
  for (let i = 0; i < Math.min(a.length, b.length); i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i)
  return difference === 0
}

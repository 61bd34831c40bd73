import * as Layer from "effect/Layer"
import { SecureRandom } from "effect/crypto"
import { xoshiro128 } from "./xoshiro128.ts"

/**
 * `SecureRandom` from a seed: the same ids and jitter in every run, for simulations that must be repeatable. It is
 * not secure, and a nonce drawn from it repeats from run to run.
 */
export const SeededRandom = {
  /** Each build starts the sequence anew. */
  layer: (seed: number): Layer.Layer<SecureRandom.SecureRandom> =>
    Layer.sync(SecureRandom.SecureRandom, () => {
      const word = xoshiro128(seed)
      return SecureRandom.make((size) => Uint8Array.from({ length: size }, () => word() & 0xff))
    })
}

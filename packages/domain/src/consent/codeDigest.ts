import type * as Effect from "effect/Effect"
import type { AddressCodeId } from "../ids.ts"
import type { Secrets } from "../ports/Secrets.ts"

/**
 * What is stored of a code. Keyed, because a plain hash of six digits is found by trying all million of them; under the
 * code's id, so that equal codes do not look equal.
 */
export const codeDigest = (secrets: Secrets["Service"], id: AddressCodeId, code: string): Effect.Effect<string> =>
  secrets.keyedDigest(`address-code:${id}:${code}`)

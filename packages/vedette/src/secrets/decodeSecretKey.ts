import * as Result from "effect/Result"
import { Base64 } from "effect/encoding"

/** AES-256's key. */
const keyBytes = 32

/**
 * The key in `VEDETTE_SECRET_KEY`: 32 bytes as base64, padded or not, in either alphabet, white space around it dropped
 * (a file ends with a line break). The failure says what is wrong and how to make a key, and shows nothing of this one.
 */
export const decodeSecretKey = (text: string): Result.Result<Uint8Array, string> => {
  const advice = "make one with `openssl rand -base64 32`"
  const plain = text.trim().replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "")
  if (plain === "") return Result.fail(`It is empty: ${advice}`)
  const key = /\s/.test(plain) ? null : Base64.decode(plain.padEnd(Math.ceil(plain.length / 4) * 4, "="))
  if (key === null || Result.isFailure(key)) return Result.fail(`It is not base64: ${advice}`)
  return key.success.length === keyBytes
    ? Result.succeed(key.success)
    : Result.fail(`It has ${key.success.length} bytes: ${advice}`)
}

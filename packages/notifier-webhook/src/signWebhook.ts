import * as Result from "effect/Result"
import { Base64 } from "effect/encoding"
import { createHmac } from "node:crypto"

/** Standard Webhooks, "Signature scheme": how a symmetric secret is serialised, and how long it may be. */
const secretPrefix = "whsec_"
const minSecretBytes = 24
const maxSecretBytes = 64

/** One try of one delivery, before it is signed. */
export interface UnsignedWebhook {
  /** Stable over all tries. Without `.`, which separates what is signed. */
  readonly id: string
  /** Seconds since the epoch, of this try. */
  readonly timestamp: number
  readonly type: string
  /** The very text that is sent. */
  readonly body: string
  /** `whsec_…`, newest first. Two while a rotation overlaps; both sign, so that a receiver may hold either. */
  readonly secrets: ReadonlyArray<string>
}

const secretKey = (secret: string): Result.Result<Uint8Array, string> => {
  if (!secret.startsWith(secretPrefix)) return Result.fail("The webhook's signing secret does not start with whsec_")
  const key = Base64.decode(secret.slice(secretPrefix.length))
  return Result.isSuccess(key) && key.success.length >= minSecretBytes && key.success.length <= maxSecretBytes
    ? Result.succeed(key.success)
    : Result.fail(`The webhook's signing secret is not base64 of ${minSecretBytes} to ${maxSecretBytes} bytes`)
}

/**
 * The headers that prove a webhook's origin, or why nothing can sign it; the reason never holds the secret.
 *
 * Two schemes side by side: Standard Webhooks (`webhook-…`, every secret signs, the key is the decoded secret), and
 * the first generation's (`X-Torale-…`, one signature, the key is the secret's text as it stands).
 */
export const signWebhook = (
  { id, timestamp, type, body, secrets }: UnsignedWebhook
): Result.Result<Readonly<Record<string, string>>, string> =>
  Result.gen(function*() {
    const [newest] = secrets
    if (newest === undefined) return yield* Result.fail("The webhook has no signing secret")
    const signatures: Array<string> = []
    for (const secret of secrets) {
      const key = yield* secretKey(secret)
      signatures.push(`v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`)
    }
    const legacy = createHmac("sha256", newest).update(`${timestamp}.${body}`).digest("hex")
    return {
      "webhook-id": id,
      "webhook-timestamp": `${timestamp}`,
      "webhook-signature": signatures.join(" "),
      "x-torale-event": type,
      "x-torale-delivery": id,
      "x-torale-timestamp": `${timestamp}`,
      "x-torale-signature": `t=${timestamp},v1=${legacy}`
    }
  })

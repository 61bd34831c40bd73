import * as Result from "effect/Result"

/** `docs`' promise. A receiver's own needs are two or three; past twenty somebody is storing data in headers. */
const maxHeaders = 20

/**
 * Names and values together. Servers commonly stop at 8 kB (nginx, Apache) to 16 kB (Node) of header block, and ours,
 * the request line and whatever a proxy adds must fit beside.
 */
const maxHeaderBytes = 4_096

/**
 * `reserved` are names that the connection, the body or the signature own. A user's value there would unframe the
 * request, misdescribe the body, or let one receiver be shown another's signature.
 */
const reserved = new Set([
  "host",
  "connection",
  "keep-alive",
  "content-length",
  "content-type",
  "content-encoding",
  "transfer-encoding",
  "accept-encoding",
  "te",
  "trailer",
  "upgrade",
  "expect"
])
const reservedPrefixes = ["webhook-", "x-torale-", "proxy-"]

/** RFC 9110 §5.6.2, `token`. */
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

/**
 * RFC 9110 §5.5 without its `obs-text`: what a byte above 0x7F means is left to each server, so a value with one
 * arrives as something else than was typed.
 */
const fieldValue = /^[\t\x20-\x7e]*$/

const isReserved = (name: string): boolean =>
  reserved.has(name.toLowerCase()) || reservedPrefixes.some((prefix) => name.toLowerCase().startsWith(prefix))

/**
 * The user's own headers in normal form (values trimmed, names as they were spelt), or what is wrong with them, for
 * the person who typed them. `User-Agent` is not reserved: the receiver is the user's, and some firewalls admit by it.
 */
export const webhookHeaders = (
  raw: Readonly<Record<string, unknown>>
): Result.Result<Readonly<Record<string, string>>, string> => {
  const entries: Array<readonly [string, string]> = []
  const seen = new Set<string>()
  let bytes = 0
  for (const [name, given] of Object.entries(raw)) {
    // What is shown of a refused name: enough to find it, and no line break into a log.
    const shown = JSON.stringify(name.slice(0, 60))
    if (!token.test(name)) return Result.fail(`Webhook header name ${shown} is not valid`)
    if (isReserved(name)) return Result.fail(`Webhook header ${shown} is reserved`)
    if (seen.has(name.toLowerCase())) return Result.fail(`Webhook header ${shown} is given twice`)
    if (typeof given !== "string") return Result.fail(`Webhook header ${shown} must be text`)
    const value = given.replace(/^[\t ]+|[\t ]+$/g, "")
    if (/[\r\n]/.test(value)) return Result.fail(`Webhook header ${shown} must not contain a line break`)
    if (!fieldValue.test(value)) return Result.fail(`Webhook header ${shown} may hold printable ASCII only`)
    seen.add(name.toLowerCase())
    bytes += name.length + value.length
    entries.push([name, value])
  }
  if (entries.length > maxHeaders) return Result.fail(`Webhook has more than ${maxHeaders} headers`)
  if (bytes > maxHeaderBytes) return Result.fail(`Webhook headers are larger than ${maxHeaderBytes} bytes`)
  return Result.succeed(Object.fromEntries(entries))
}

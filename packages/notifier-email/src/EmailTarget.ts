import type { ChannelTarget } from "@vedette/domain"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

/** An email channel's settings in normal form. */
export const EmailTarget = Schema.Struct({ address: Schema.String })
export type EmailTarget = typeof EmailTarget.Type

/** RFC 5321 §4.5.3.1: a path is 256 octets with its angle brackets, so an address is 254; a local part 64. */
const maxAddressLength = 254
const maxLocalLength = 64

/**
 * RFC 5321's dot-string, without the quoted form that mail providers do not hand out, and ASCII only: a mailbox in
 * another script needs a server with SMTPUTF8, which cannot be known before sending.
 */
const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/

/** Labels of letters, digits and inner hyphens, at least two of them; international names in their `xn--` form. */
const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
const domainName = new RegExp(`^(?:${label}\\.)+${label}$`)

/** A last label of digits alone is an IP address spelt as a domain; no such top level exists. */
const allDigits = /\.[0-9]+$/

/**
 * The normal form of one plain mail address, or what is wrong, in words for the person who typed it.
 *
 * The domain is lower-cased. The local part is left as it is: only its own server knows whether case matters there.
 */
export const emailTarget = (raw: ChannelTarget): Result.Result<EmailTarget, string> => {
  const text = typeof raw["address"] === "string" ? raw["address"].trim() : ""
  if (text === "") return Result.fail("Email address required")
  const at = text.lastIndexOf("@")
  const local = text.slice(0, Math.max(at, 0))
  const domain = text.slice(at + 1).toLowerCase()
  const isValid = text.length <= maxAddressLength && local.length <= maxLocalLength && localPart.test(local) &&
    domainName.test(domain) && !allDigits.test(domain)
  return isValid ? Result.succeed({ address: `${local}@${domain}` }) : Result.fail("Invalid email address")
}

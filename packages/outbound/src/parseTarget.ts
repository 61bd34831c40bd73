import { AddressRefused, InvalidUrl } from "@vedette/domain"
import * as Result from "effect/Result"
import { isIP } from "node:net"
import { type Reach, reaches } from "./reach.ts"

/**
 * Names that never leave the machine or the local network (RFC 6761, 6762, 8375 and ICANN's `.internal`). Connecting would
 * refuse what they resolve to as well; knowing them by name lets a bad target be refused when it is saved.
 */
const localSuffixes = ["localhost", "local", "internal", "home.arpa"]

const controlCharacter = /\p{Cc}/u

/** URLs beyond this are no addresses a person gave; servers refuse them at 8 kB. */
const maxUrlLength = 8_192

export const hostOf = (url: URL): string =>
  url.hostname.startsWith("[") ? url.hostname.slice(1, -1) : url.hostname.replace(/\.$/, "")

const isLocalName = (host: string): boolean =>
  localSuffixes.some((suffix) => host === suffix || host.endsWith(`.${suffix}`))

/**
 * The URL as it will be requested, or why it is not requested. Nothing is resolved here.
 *
 * Numeric spellings (`2130706433`, `0x7f.1`, `0177.0.0.1`, full-width digits) need no rule of their own: the URL parser
 * writes every one of them as four decimals before the address is looked at.
 */
export const parseTarget = (
  raw: string,
  reachOf: (url: URL) => Reach
): Result.Result<URL, InvalidUrl | AddressRefused> => {
  const invalid = (message: string) => Result.fail(new InvalidUrl({ message }))
  if (raw.length > maxUrlLength) return invalid(`The URL is longer than ${maxUrlLength} characters.`)
  // The parser drops tabs and newlines and reads `\` as `/`, other software does not: such a URL means two things.
  if (controlCharacter.test(raw) || raw.includes("\\")) {
    return invalid("The URL contains a backslash or a control character.")
  }
  if (!URL.canParse(raw)) return invalid("The URL is malformed.")
  const url = new URL(raw)
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    return invalid(`Only http and https URLs are requested, not ${url.protocol.slice(0, 40)}`)
  }
  if (url.username !== "" || url.password !== "") return invalid("The URL contains credentials.")
  const host = hostOf(url)
  if (host === "") return invalid("The URL names no host.")
  const reach = reachOf(url)
  if ((reach === "public" && isLocalName(host)) || (isIP(host) !== 0 && !reaches(reach, host))) {
    return Result.fail(new AddressRefused({ message: `The host ${host} is not on the public internet.` }))
  }
  return Result.succeed(url)
}

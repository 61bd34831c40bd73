import type { IncomingResponse, OutgoingRequest } from "@vedette/domain"

/** Query parameters that carry keys. */
export const keyParameter = /(?:[?&]|&amp;)(?:[\w.-]*(?:key|token|signature|secret|password)|sig)=([^&#;\s"'<>]*)/giu

const carriers = /auth|key|token|secret|cookie|password|credential|signature/iu

/** Shorter ones are words (`Bearer none`), and taking a word out everywhere would leave no answer whole. */
const leastLength = 8
/** A cookie may be `theme=midnight-blue`; one that opens a session is long and has a digit. */
const leastCookie = 16

const ofParameters = (url: string): ReadonlyArray<string> =>
  [...url.matchAll(keyParameter)].flatMap(([, value]) => {
    if (value === undefined) return []
    try {
      return [value, decodeURIComponent(value)]
    } catch {
      return [value]
    }
  })

const ofBasic = (value: string): ReadonlyArray<string> => {
  const given = /^basic\s+(\S+)$/iu.exec(value)?.[1]
  if (given === undefined) return []
  const [, ...password] = Buffer.from(given, "base64").toString("utf8").split(":")
  return [password.join(":")]
}

const ofHeader = ([name, value]: readonly [string, string]): ReadonlyArray<string> =>
  carriers.test(name) ? [value, ...value.split(/[\s;,]+/u).flatMap((part) => [part, part.slice(part.indexOf("=") + 1)]), ...ofBasic(value)] : []

const ofCookies = (headers: Readonly<Record<string, string>>): ReadonlyArray<string> =>
  [...(headers["set-cookie"] ?? "").matchAll(/(?:^|,)\s*[^=;,\s]+=([^;,]*)/gu)].flatMap(([, value]) =>
    value !== undefined && value.length >= leastCookie && /\d/u.test(value) ? [value] : []
  )

const longEnough = (values: ReadonlyArray<string>): ReadonlyArray<string> => values.filter((value) => value.trim().length >= leastLength)

/** The secrets that a request shows by where they stand: what authorises it, its cookies, the keys in its URL. */
export const secretsIn = ({ headers, url }: OutgoingRequest): ReadonlyArray<string> =>
  longEnough([...Object.entries(headers ?? {}).flatMap(ofHeader), ...ofParameters(url)])

/** The secrets that an answer hands out: sessions, and keys in the URLs that it leads to. */
export const secretsOf = ({ headers, url }: IncomingResponse): ReadonlyArray<string> =>
  longEnough([...ofCookies(headers), ...ofParameters(url), ...ofParameters(headers["location"] ?? "")])

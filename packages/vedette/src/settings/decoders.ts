import * as Duration from "effect/Duration"
import * as Result from "effect/Result"
import { decodeSecretKey } from "../secrets/decodeSecretKey.ts"

/** How a variable's text becomes a value. A failure completes the sentence "NAME …". */
export type Decoder<A> = (text: string) => Result.Result<A, string>

export const text: Decoder<string> = (value) => Result.succeed(value)

export const whole = (minimum: number, maximum: number): Decoder<number> => (value) => {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN
  return number >= minimum && number <= maximum
    ? Result.succeed(number)
    : Result.fail(`must be a whole number from ${minimum} to ${maximum}, not "${value}"`)
}

const unitMillis: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Not a number where it is no duration. */
const millisOf = (value: string): number => {
  const [, amount, unit] = /^(\d+)(ms|s|m|h|d)$/.exec(value) ?? []
  return Number(amount) * (unitMillis[unit ?? ""] ?? Number.NaN)
}

export const duration: Decoder<Duration.Duration> = (value) => {
  const millis = millisOf(value)
  return millis > 0
    ? Result.succeed(Duration.millis(millis))
    : Result.fail(`must be a duration such as 30s, 15m, 2h or 7d, not "${value}"`)
}

/** A duration within bounds, which are written as it is: `1s`, `1h`. */
export const durationWithin = (shortest: string, longest: string): Decoder<Duration.Duration> => (value) => {
  const millis = millisOf(value)
  return millis >= millisOf(shortest) && millis <= millisOf(longest)
    ? Result.succeed(Duration.millis(millis))
    : Result.fail(`must be a duration from ${shortest} to ${longest}, not "${value}"`)
}

/** A duration, or `0` for none at all. */
export const durationOrNone: Decoder<Duration.Duration> = (value) =>
  value === "0" ? Result.succeed(Duration.zero) : Result.mapError(duration(value), (problem) => problem.replace(", not", ", or 0, not"))

export const flag: Decoder<boolean> = (value) =>
  /^(1|true|yes|on)$/i.test(value)
    ? Result.succeed(true)
    : /^(0|false|no|off)$/i.test(value)
    ? Result.succeed(false)
    : Result.fail(`must be 1 or 0, not "${value}"`)

export const choice = <const T extends ReadonlyArray<string>>(...choices: T): Decoder<T[number]> => (value) =>
  choices.includes(value)
    ? Result.succeed(value)
    : Result.fail(`must be ${choices.length === 1 ? choices[0] : `one of ${choices.join(", ")}`}, not "${value}"`)

export const postgresUrl: Decoder<string> = (value) => {
  const url = URL.canParse(value) ? new URL(value) : null
  return url !== null && /^postgres(ql)?:$/.test(url.protocol) && url.hostname !== ""
    ? Result.succeed(value)
    : Result.fail("must be a URL such as postgres://user:password@host:5432/database")
}

/** Without a slash at the end, so that paths can be put behind it. */
export const httpUrl: Decoder<string> = (value) => {
  const url = URL.canParse(value) ? new URL(value) : null
  return url !== null && /^https?:$/.test(url.protocol) && url.search === "" && url.hash === ""
    ? Result.succeed(value.replace(/\/+$/, ""))
    : Result.fail(`must be a URL such as https://vedette.example.com, not "${value}"`)
}

/** As a token spells it; a slash at the end is kept away from paths by whoever puts one behind it. */
export const issuerUrl: Decoder<string> = (value) => Result.map(httpUrl(value), () => value)

const holdsCredentials = (value: string): boolean => {
  const url = URL.canParse(value) ? new URL(value) : null
  return url !== null && (url.username !== "" || url.password !== "")
}

/** What is never called says so at the start, and not in every run; and does not repeat the password. */
const withCredentials = Result.fail("must be without a user name and password: URLs that hold them are never called")

/** As `httpUrl`, of a server that we call: behind a password in the URL it would be refused by each call. */
export const calledUrl: Decoder<string> = (value) => holdsCredentials(value) ? withCredentials : httpUrl(value)

/** URLs with `{query}` in them, behind the host, separated by white space: a comma may stand in a URL. */
export const queryTemplates: Decoder<ReadonlyArray<string>> = (value) => {
  const templates = value.split(/\s+/).filter((one) => one !== "")
  if (templates.some(holdsCredentials)) return withCredentials
  const hasPlace = (one: string) => one.includes("{query}") && URL.canParse(one) && !new URL(one).host.includes("{query}")
  const wrong = templates.find((one) => !/^https?:\/\//i.test(one) || !hasPlace(one))
  return wrong === undefined
    ? Result.succeed(templates)
    // Behind the question mark may be a key.
    : Result.fail(`must be URLs such as https://search.example/rss?q={query}, not "${wrong.replace(/\?.*$/su, "?…")}"`)
}

const listOf = (value: string): ReadonlyArray<string> => value.split(",").map((one) => one.trim()).filter((one) => one !== "")

/** Comma-separated origins, as a browser sends them: scheme, host and port, nothing behind. */
export const origins: Decoder<ReadonlyArray<string>> = (value) => {
  const list = listOf(value)
  const wrong = list.find((one) => !/^https?:\/\//.test(one) || !URL.canParse(one) || new URL(one).origin !== one)
  return wrong === undefined
    ? Result.succeed(list)
    : Result.fail(`must be origins such as https://app.example.com, separated by commas, not "${wrong}"`)
}

/** Comma-separated addresses and networks. */
export const networks: Decoder<ReadonlyArray<string>> = (value) => {
  const list = listOf(value)
  const wrong = list.find((one) => !/^[0-9a-f:.]+(?:\/\d{1,3})?$/i.test(one))
  return wrong === undefined
    ? Result.succeed(list)
    : Result.fail(`must be addresses or networks such as 10.0.0.0/8, separated by commas, not "${wrong}"`)
}

export const email: Decoder<string> = (value) =>
  /^[^\s@]+@[^\s@]+$/.test(value) ? Result.succeed(value) : Result.fail(`must be an email address, not "${value}"`)

/** `smtp://` or `smtps://`. It may hold a password, and is never quoted back. */
export const smtpUrl: Decoder<string> = (value) => {
  const url = URL.canParse(value) ? new URL(value) : null
  return url !== null && /^smtps?:$/.test(url.protocol) && url.hostname !== ""
    ? Result.succeed(value)
    : Result.fail("must be a URL such as smtp://user:password@mail.example.org:587 or smtps://…:465")
}

/** An address, or a name and the address in angle brackets. */
export const mailFrom: Decoder<string> = (value) =>
  /^(?:"[^"\p{Cc}]*"\s*|[^<>"\p{Cc}]*)<[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+>$|^[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+$/u.test(value)
    ? Result.succeed(value)
    : Result.fail(`must be an address such as alerts@example.org or Vedette <alerts@example.org>, not "${value}"`)

/** At least as long as the keys we make ourselves would be after their prefix is dropped by half: guessing is hopeless. */
const MIN_KEY_LENGTH = 24

export const apiKey: Decoder<string> = (value) =>
  value.startsWith("sk_") && value.length >= MIN_KEY_LENGTH && /^[\w-]+$/.test(value)
    ? Result.succeed(value)
    : Result.fail(`must begin with sk_ and have at least ${MIN_KEY_LENGTH} characters (letters, digits, - and _)`)

/** 32 bytes in base64. The value is never quoted back. */
export const secretKey: Decoder<Uint8Array> = (value) =>
  Result.mapError(decodeSecretKey(value), (why) => `must be 32 bytes in base64. ${why}`)

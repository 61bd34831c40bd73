import type { ChannelTarget } from "@vedette/domain"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

/** An ntfy channel's settings in normal form. */
export const NtfyTarget = Schema.Struct({
  /** An origin, without a trailing slash: an ntfy server cannot live below a path. */
  server: Schema.String,
  topic: Schema.String,
  /** An access token, where the server protects the topic. */
  token: Schema.NullOr(Schema.String),
  /** 1 (min) to 5 (max), as the receiving phone rings. */
  priority: Schema.Literals([1, 2, 3, 4, 5])
})
export type NtfyTarget = typeof NtfyTarget.Type

const defaultServer = "https://ntfy.sh"

/** `default` in ntfy's own scale. How loud an alert is belongs to the person it wakes. */
const defaultPriority = 3

/** The server's own rule; its apps share it, so a topic outside it could not be subscribed to either. */
const topicName = /^[-_A-Za-z0-9]{1,64}$/

/**
 * RFC 6750 §2.1, the characters of a bearer token. ntfy's own are `tk_` and 29 letters or digits, but a proxy in front
 * may want its own; nothing in this set can leave the header.
 */
const bearerToken = /^[-A-Za-z0-9._~+/]+=*$/
const maxTokenLength = 1_024

const isPriority = Schema.is(NtfyTarget.fields.priority)

const ntfyServer = (raw: unknown, allowHttp: boolean): Result.Result<string, string> => {
  const text = typeof raw === "string" ? raw.trim() : ""
  if (!/^https:\/\//i.test(text) && !(allowHttp && /^http:\/\//i.test(text))) {
    return Result.fail(allowHttp ? "ntfy server must be an HTTPS or HTTP URL" : "ntfy server must be an HTTPS URL")
  }
  // The URL parser drops tabs and line breaks in silence; a URL that holds some was pasted wrong.
  if (/\s/.test(text) || !URL.canParse(text)) return Result.fail("ntfy server URL is not valid")
  const url = new URL(text)
  if (url.username !== "" || url.password !== "") {
    return Result.fail("ntfy server URL must not hold a password; use an access token")
  }
  return url.pathname === "/" && url.search === "" && url.hash === ""
    ? Result.succeed(url.origin)
    : Result.fail("ntfy server URL must end after the host; the topic is a field of its own")
}

/**
 * The normal form of an ntfy channel's settings as somebody typed them, or what is wrong, in words for that person,
 * which never repeat the token. `null` counts as absent; unknown fields are dropped.
 */
export const ntfyTarget = (
  raw: ChannelTarget,
  options: { readonly allowHttp: boolean }
): Result.Result<NtfyTarget, string> =>
  Result.gen(function*() {
    const topic = typeof raw["topic"] === "string" ? raw["topic"].trim() : ""
    if (topic === "") return yield* Result.fail("ntfy topic required")
    if (!topicName.test(topic)) {
      return yield* Result.fail("ntfy topic must be 1 to 64 letters, digits, hyphens or underscores")
    }
    const server = yield* ntfyServer(raw["server"] ?? defaultServer, options.allowHttp)
    const token = raw["token"] ?? null
    const bearer = typeof token === "string" ? token.trim() : token
    if (bearer !== null && !(typeof bearer === "string" && bearer.length <= maxTokenLength && bearerToken.test(bearer))) {
      return yield* Result.fail("ntfy access token is not valid")
    }
    const priority = raw["priority"] ?? defaultPriority
    if (!isPriority(priority)) return yield* Result.fail("ntfy priority must be a number from 1 to 5")
    return { server, topic, token: bearer, priority }
  })

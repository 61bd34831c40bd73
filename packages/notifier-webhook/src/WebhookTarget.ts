import type { ChannelTarget } from "@vedette/domain"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { webhookHeaders } from "./webhookHeaders.ts"

export const WebhookMethod = Schema.Literals(["POST", "PUT", "PATCH"])
export type WebhookMethod = typeof WebhookMethod.Type

/** A webhook's settings in normal form: what is stored, and what `deliver` is given. */
export const WebhookTarget = Schema.Struct({
  url: Schema.String,
  method: WebhookMethod,
  headers: Schema.Record(Schema.String, Schema.String)
})
export type WebhookTarget = typeof WebhookTarget.Type

/** Below the 8 kB that common servers accept for a request line, with room for proxies that prefix it. */
const maxUrlLength = 2_048

const isMethod = Schema.is(WebhookMethod)

const isPlainRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const webhookUrl = (raw: unknown, allowHttp: boolean): Result.Result<string, string> => {
  const text = typeof raw === "string" ? raw.trim() : ""
  if (text === "") return Result.fail("Webhook URL required")
  if (!/^https:/i.test(text) && !(allowHttp && /^http:/i.test(text))) {
    return Result.fail(allowHttp ? "Webhook URL must use HTTPS or HTTP" : "Webhook URL must use HTTPS")
  }
  // The URL parser drops tabs and line breaks in silence; a URL that holds some was pasted wrong.
  if (/\s/.test(text) || !URL.canParse(text)) return Result.fail("Webhook URL is not valid")
  const url = new URL(text)
  // Never sent, so two targets that differ in it are one.
  url.hash = ""
  // Measured in normal form, where every other script is percent-encoded: that is what the receiver gets.
  return url.href.length > maxUrlLength
    ? Result.fail(`Webhook URL is longer than ${maxUrlLength} characters`)
    : Result.succeed(url.href)
}

const webhookMethod = (raw: unknown): Result.Result<WebhookMethod, string> => {
  const method = typeof raw === "string" ? raw.trim().toUpperCase() : raw
  return isMethod(method) ? Result.succeed(method) : Result.fail("Webhook method must be POST, PUT or PATCH")
}

/**
 * The normal form of a webhook's settings as somebody typed them, or what is wrong, in words for that person.
 *
 * `null` counts as absent, because the first clients send every field of a channel back, the unused ones as null.
 * Unknown fields are dropped. Where the URL may lead is not judged here but by `HttpFetch.check`.
 */
export const webhookTarget = (
  raw: ChannelTarget,
  options: { readonly allowHttp: boolean }
): Result.Result<WebhookTarget, string> =>
  Result.gen(function*() {
    const url = yield* webhookUrl(raw["url"], options.allowHttp)
    const method = yield* webhookMethod(raw["method"] ?? "POST")
    const headers = raw["headers"] ?? {}
    if (!isPlainRecord(headers)) return yield* Result.fail("Webhook headers must be an object of names and values")
    return { url, method, headers: yield* webhookHeaders(headers) }
  })

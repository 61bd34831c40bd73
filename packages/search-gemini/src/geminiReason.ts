import { type IncomingResponse, MAX_RETRY_AFTER_MS, refusedReason, SearchAnswerUnusable, SearchMisconfigured, SearchRateLimited, type SearchReason } from "@vedette/domain"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

/** `google.rpc.Status` with the two details that say which limit was hit and when to come back (AIP-193). */
const Detail = Schema.Struct({
  "@type": Schema.String,
  reason: Schema.optionalKey(Schema.String),
  retryDelay: Schema.optionalKey(Schema.String),
  violations: Schema.optionalKey(Schema.Array(Schema.Struct({
    quotaId: Schema.optionalKey(Schema.String),
    quotaValue: Schema.optionalKey(Schema.String)
  })))
})
const Refusal = Schema.fromJsonString(Schema.Struct({
  error: Schema.Struct({ status: Schema.optionalKey(Schema.String), details: Schema.optionalKey(Schema.Array(Detail)) })
}))
const decode = Schema.decodeUnknownOption(Refusal)

const dayMs = 86_400_000
/** Daily limits are reset at midnight in California: 08:00 UTC in winter, an hour earlier in summer. The later is never too early. */
const resetHourMs = 8 * 3_600_000

const untilReset = (now: number): number => dayMs - ((now - resetHourMs) % dayMs + dayMs) % dayMs

const delayMs = (delay: string | undefined): number | null => {
  const seconds = /^(\d+(?:\.\d+)?)s$/u.exec(delay ?? "")?.[1]
  return seconds === undefined ? null : Math.min(Math.ceil(Number(seconds) * 1_000), MAX_RETRY_AFTER_MS)
}

/**
 * Why Gemini refused, by its status and by the details in its body, never by its wording; null where the answer is to be read.
 *
 * A limit per minute is waited out; one per day until it is reset; a limit of 0, which projects without billing have for some models,
 * is nothing that passes.
 */
export const geminiReason = (answer: IncomingResponse, model: string, now: number): SearchReason | null => {
  if (answer.status >= 200 && answer.status < 300) return null
  const body = Option.getOrNull(decode(new TextDecoder().decode(answer.body)))
  const details = body?.error.details ?? []
  const violations = details.flatMap((detail) => detail.violations ?? [])
  if (details.some(({ reason }) => reason === "API_KEY_INVALID")) {
    return new SearchMisconfigured({ message: `Gemini does not accept its key (${answer.status}).` })
  }
  if (answer.status === 404) {
    return new SearchMisconfigured({ message: `Gemini does not have the model ${model} (404): it was retired, or never there.` })
  }
  if (answer.status === 429) {
    if (violations.some(({ quotaValue }) => quotaValue === "0")) {
      return new SearchMisconfigured({ message: `The limit of the Gemini key for ${model} is 0: its project needs billing, or another model.` })
    }
    if (violations.some(({ quotaId }) => quotaId?.includes("PerDay") === true)) {
      return new SearchRateLimited({ message: "The daily limit of the Gemini key is used up.", retryAfterMs: untilReset(now) })
    }
    const delay = details.map(({ retryDelay }) => delayMs(retryDelay)).find((one) => one !== null) ?? null
    if (delay !== null) return new SearchRateLimited({ message: "Gemini has had enough requests for this minute.", retryAfterMs: delay })
  }
  if (answer.status === 400 && body?.error.status === "FAILED_PRECONDITION") {
    return new SearchMisconfigured({ message: "Gemini wants billing to be enabled for the project of its key (400)." })
  }
  if (answer.status === 400) return new SearchAnswerUnusable({ message: "Gemini does not take the request in this form (400).", isRefusal: true })
  return refusedReason("Gemini", answer, now)
}

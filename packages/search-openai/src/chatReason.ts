import { type IncomingResponse, refusedReason, SearchMisconfigured, SearchRateLimited, type SearchReason } from "@vedette/domain"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

/** What servers put into the body of an error; OpenRouter's code is a number. */
const ErrorBody = Schema.fromJsonString(Schema.Struct({
  error: Schema.Struct({ code: Schema.optionalKey(Schema.NullOr(Schema.Union([Schema.String, Schema.Finite]))) })
}))
const decode = Schema.decodeUnknownOption(ErrorBody)

/** Why the model's server refused, by status and by the code in its body, never by its wording. */
export const chatReason = (answer: IncomingResponse, body: string, model: string, now: number): SearchReason | null => {
  const code = Option.match(decode(body), { onNone: () => null, onSome: ({ error }) => error.code ?? null })
  if (answer.status === 429 && code === "insufficient_quota") {
    return new SearchMisconfigured({ message: "The account of the model's key has no money left (429, insufficient_quota)." })
  }
  if (code === "model_not_found" || answer.status === 404) {
    return new SearchMisconfigured({ message: `The model's server does not know ${model} (${answer.status}): it was retired, or never there.` })
  }
  if (code === "context_length_exceeded") {
    return new SearchMisconfigured({ message: `The window of ${model} is too small for the passages to be judged.` })
  }
  // OpenRouter says 529 and Anthropic's gateway 529 too: overloaded, come back.
  if (answer.status === 529) return new SearchRateLimited({ message: "The model's server is overloaded (529).", retryAfterMs: null })
  return refusedReason("The model", answer, now)
}

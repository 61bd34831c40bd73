import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { ChannelKind } from "../ports/ChannelTarget.ts"
import { Notifiers } from "../ports/Notifier.ts"
import type { MessageTemplate } from "./MessageTemplate.ts"
import { parseTemplate } from "./parseTemplate.ts"
import { ChannelUntemplated, InvalidTemplate } from "./refusals.ts"

/** The rendering of the channel, once the template is known to be good. */
export const checkTemplate = Effect.fn("checkTemplate")(function*(
  kind: ChannelKind,
  template: Pick<MessageTemplate, "body" | "subject">
) {
  const render = (yield* Notifiers).get(kind)?.render
  if (render === undefined) return yield* new ChannelUntemplated({ kind })
  for (const part of ["subject", "body"] as const) {
    const parsed = parseTemplate(template[part])
    if (Result.isFailure(parsed)) return yield* new InvalidTemplate({ part, why: parsed.failure })
  }
  return render
})

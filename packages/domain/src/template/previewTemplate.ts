import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import type { ChannelKind } from "../ports/ChannelTarget.ts"
import { checkTemplate } from "./checkTemplate.ts"
import { fillTemplate } from "./fillTemplate.ts"
import type { MessageTemplate } from "./MessageTemplate.ts"
import { sampleMessage } from "./sampleMessage.ts"

/** A message made up for the purpose, as a template would word it. Nothing is stored or sent. */
export const previewTemplate = Effect.fn("previewTemplate")(function*(
  kind: ChannelKind,
  template: Pick<MessageTemplate, "body" | "subject">
) {
  const render = yield* checkTemplate(kind, template)
  const outgoing = yield* sampleMessage(yield* DateTime.now)
  return render(outgoing, fillTemplate(template, outgoing.message))
})

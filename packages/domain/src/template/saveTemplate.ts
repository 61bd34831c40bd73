import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { MessageTemplates } from "../ports/MessageTemplates.ts"
import { checkTemplate } from "./checkTemplate.ts"
import type { MessageTemplate } from "./MessageTemplate.ts"

/** Words the account's messages by a channel from now on, those that are owed already included. */
export const saveTemplate = Effect.fn("saveTemplate")(function*(wanted: Omit<MessageTemplate, "updatedAt">) {
  yield* checkTemplate(wanted.kind, wanted)
  const template: MessageTemplate = { ...wanted, updatedAt: yield* DateTime.now }
  yield* MessageTemplates.use((templates) => templates.save(template))
  return template
})

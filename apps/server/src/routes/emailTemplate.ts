import { MessageTemplates, type MessageTemplate, placeholders, previewTemplate, saveTemplate } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { HandlerOf } from "../http/HandlerOf.ts"
import { emailKind } from "./emailKind.ts"

const toBody = (template: MessageTemplate | null) => ({
  subject: template?.subject ?? null,
  body: template?.body ?? null,
  updated_at: template?.updatedAt ?? null,
  placeholders: Object.fromEntries(Object.entries(placeholders).map(([name, { meaning }]) => [name, meaning]))
})

export const getEmailTemplate: HandlerOf<typeof routes.getEmailTemplate> = Effect.fnUntraced(function*({ principal }) {
  const template = yield* MessageTemplates.use((templates) => templates.find(principal.userId, emailKind))
  return { body: toBody(Option.getOrNull(template)) }
})

export const putEmailTemplate: HandlerOf<typeof routes.putEmailTemplate> = Effect.fnUntraced(function*({ body, principal }) {
  const { body: text, subject } = body
  return { body: toBody(yield* saveTemplate({ userId: principal.userId, kind: emailKind, subject, body: text })) }
})

export const deleteEmailTemplate: HandlerOf<typeof routes.deleteEmailTemplate> = Effect.fnUntraced(function*({ principal }) {
  yield* MessageTemplates.use((templates) => templates.remove(principal.userId, emailKind))
  return { body: undefined }
})

export const previewEmailTemplate: HandlerOf<typeof routes.previewEmailTemplate> = Effect.fnUntraced(function*({ body }) {
  return { body: yield* previewTemplate(emailKind, body) }
})

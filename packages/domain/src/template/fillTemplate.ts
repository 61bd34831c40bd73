import * as Result from "effect/Result"
import type { NotificationMessage } from "../notification/NotificationMessage.ts"
import type { FilledTemplate } from "./FilledTemplate.ts"
import type { MessageTemplate } from "./MessageTemplate.ts"
import { parseTemplate } from "./parseTemplate.ts"
import { placeholders } from "./placeholders.ts"

/** A part that another version would refuse is sent as it is written: an alert must not be lost to its wording. */
const filled = (template: string, message: NotificationMessage): string =>
  Result.match(parseTemplate(template), {
    onFailure: () => template,
    onSuccess: (parts) =>
      parts.map((part) => part._tag === "Text" ? part.text : placeholders[part.name]?.value(message) ?? "").join("")
  })

/** What a template comes to for a message. What is filled in is never read for placeholders again. */
export const fillTemplate = (
  { body, subject }: Pick<MessageTemplate, "body" | "subject">,
  message: NotificationMessage
): FilledTemplate => ({ subject: filled(subject, message), body: filled(body, message) })

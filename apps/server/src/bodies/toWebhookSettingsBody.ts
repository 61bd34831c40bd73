import { type AccountChannel, ChosenEvent } from "@vedette/domain"
import { SECRET_MASK, type WebhookSettingsBody } from "@vedette/http-contract"

const textOf = (value: unknown): string | null => typeof value === "string" ? value : null

const headersOf = (value: unknown): Readonly<Record<string, string>> =>
  typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).flatMap(([name, text]) => typeof text === "string" ? [[name, text]] : []))
    : {}

/** For the owner alone; null: there is no default webhook, and the settings are what one would begin with. */
export const toWebhookSettingsBody = (channel: AccountChannel | null): WebhookSettingsBody => ({
  enabled: channel?.enabled ?? false,
  url: textOf(channel?.target["url"]),
  events: channel?.events ?? ChosenEvent.literals,
  secret: channel === null ? null : SECRET_MASK,
  method: textOf(channel?.target["method"]) ?? "POST",
  headers: headersOf(channel?.target["headers"]),
  disabled_reason: channel?.disabledReason ?? null
})

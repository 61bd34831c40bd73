import { ChannelKind, Notifiers, notifiersOf } from "@vedette/domain"
import { webhookNotifier } from "@vedette/notifier-webhook"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** A second channel, which is a webhook too: what it has to be is another one. */
export const backupKind = ChannelKind.make("backup")

/** The channels of an installation in a story. */
export const channelsLayer = Layer.effect(
  Notifiers,
  Effect.map(webhookNotifier(), (webhook) => notifiersOf(webhook, { ...webhook, kind: backupKind }))
)

import { Notifiers, notifiersOf } from "@vedette/domain"
import { emailNotifier } from "@vedette/notifier-email"
import { ntfyNotifier } from "@vedette/notifier-ntfy"
import { slackNotifier } from "@vedette/notifier-slack"
import { webhookNotifier } from "@vedette/notifier-webhook"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"

/** What the channels need to know of their installation. */
export interface ChannelOptions {
  readonly allowPrivateAddresses: boolean
  readonly smtpUrl: string | null
  readonly mailFrom: string | null
  readonly publicUrl: string | null
}

/** The channels of this worker: one line each. */
export const notifiersLayer = (options: ChannelOptions) =>
  Layer.effect(
    Notifiers,
    Effect.gen(function*() {
      return notifiersOf(
        yield* webhookNotifier({ allowHttp: options.allowPrivateAddresses }),
        yield* ntfyNotifier({ allowHttp: options.allowPrivateAddresses }),
        yield* slackNotifier({ allowHttp: options.allowPrivateAddresses }),
        emailNotifier({
          smtpUrl: options.smtpUrl === null ? null : Redacted.make(options.smtpUrl),
          from: options.mailFrom,
          publicUrl: options.publicUrl
        })
      )
    })
  )

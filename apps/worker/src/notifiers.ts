import { Notifiers, notifiersOf } from "@vedette/domain"
import { emailNotifier } from "@vedette/notifier-email"
import { ntfyNotifier } from "@vedette/notifier-ntfy"
import { slackNotifier } from "@vedette/notifier-slack"
import { webhookNotifier } from "@vedette/notifier-webhook"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** The channels of this worker: one line each. */
export const notifiersLayer = (options: { readonly allowPrivateAddresses: boolean }) =>
  Layer.effect(
    Notifiers,
    Effect.gen(function*() {
      return notifiersOf(
        yield* webhookNotifier({ allowHttp: options.allowPrivateAddresses }),
        yield* ntfyNotifier({ allowHttp: options.allowPrivateAddresses }),
        yield* slackNotifier({ allowHttp: options.allowPrivateAddresses }),
        emailNotifier
      )
    })
  )

import { ChannelKind, ChannelUnconfigured, InvalidTarget, NotifierError } from "@vedette/domain"
import type { Notifier } from "@vedette/domain"
import * as Effect from "effect/Effect"
import { emailTarget } from "./EmailTarget.ts"

/**
 * The email channel of an installation without a mail server, which so far is every installation: addresses are
 * checked and kept, and each delivery is skipped with a reason that the owner can read.
 */
export const emailNotifier: Notifier = {
  kind: ChannelKind.make("email"),
  capabilities: { signed: false, deduplicates: false },
  checkTarget: (target) =>
    Effect.fromResult(emailTarget(target)).pipe(Effect.mapError((message) => new InvalidTarget({ message }))),
  address: ({ address }) => typeof address === "string" ? address : "",
  deliver: () =>
    Effect.fail(
      new NotifierError({
        reason: new ChannelUnconfigured({
          message: "Email is not configured on this server (SMTP_URL is not set), so this message was not sent"
        })
      })
    )
}

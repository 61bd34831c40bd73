import {
  type AccountChannel,
  AccountChannels,
  isTrusted,
  noDigest,
  saveAccountChannel,
  trustedAddresses,
  type UserId
} from "@vedette/domain"
import type { EmailSettingsBody, routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { HandlerOf } from "../http/HandlerOf.ts"
import { emailKind } from "./emailKind.ts"

/** Null: there are no settings, and what one would begin with is shown. */
const toBody = Effect.fnUntraced(function*(userId: UserId, channel: AccountChannel | null) {
  const trusted = yield* trustedAddresses(userId, emailKind)
  const stored = channel?.target["address"]
  const email = typeof stored === "string" ? stored : trusted.own
  const { frequency, time, timezone } = channel?.digest ?? noDigest
  const body: EmailSettingsBody = {
    enabled: channel?.enabled ?? false,
    email,
    verified: email !== null && isTrusted(trusted, email),
    digest_frequency: frequency,
    digest_time: time,
    timezone
  }
  return body
})

export const getEmailSettings: HandlerOf<typeof routes.getEmailSettings> = Effect.fnUntraced(function*({ principal }) {
  const found = yield* (yield* AccountChannels).find(principal.userId, emailKind)
  return { body: yield* toBody(principal.userId, Option.getOrNull(found)) }
})

export const postEmailSettings: HandlerOf<typeof routes.postEmailSettings> = Effect.fnUntraced(function*({ body, principal }) {
  const { userId } = principal
  const before = Option.getOrNull(yield* (yield* AccountChannels).find(userId, emailKind))
  const own = before === null ? (yield* trustedAddresses(userId, emailKind)).own : null
  const address = body.email ?? own
  const digest = before?.digest ?? noDigest
  const { channel } = yield* saveAccountChannel({
    userId,
    kind: emailKind,
    target: address === null ? undefined : { address },
    enabled: body.enabled,
    digest: {
      frequency: body.digest_frequency ?? digest.frequency,
      time: body.digest_time ?? digest.time,
      timezone: body.timezone ?? digest.timezone
    }
  })
  return { body: yield* toBody(userId, channel) }
})

import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { moveDigest } from "../digest/moveDigest.ts"
import type { UserId } from "../ids.ts"
import { Policy } from "../Policy.ts"
import { AccountChannels } from "../ports/AccountChannels.ts"
import type { ChannelKind, ChannelTarget } from "../ports/ChannelTarget.ts"
import { Notifiers } from "../ports/Notifier.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { isSigningSecret, issueSecret, sealSecret } from "../task/issueSecret.ts"
import { InvalidNotification } from "../task/refusals.ts"
import { rotatedSecrets } from "../task/rotatedSecrets.ts"
import { type AccountChannel } from "./AccountChannel.ts"
import { type DigestSettings, noDigest } from "../digest/DigestSettings.ts"
import { ChosenEvent } from "./NotificationMessage.ts"
import { NoDefaultChannel } from "./refusals.ts"

/** A default channel as asked for. What is left out stays as it is; of a new one it is on, for all events, and without a digest. */
export interface WantedAccountChannel {
  readonly userId: UserId
  readonly kind: ChannelKind
  /** Needed for a new one. */
  readonly target?: ChannelTarget | undefined
  readonly enabled?: boolean | undefined
  readonly events?: ReadonlyArray<ChosenEvent> | undefined
  readonly digest?: DigestSettings | undefined
  /** A signing secret that the owner brings, in place of one of ours. */
  readonly secret?: string | undefined
}

export interface SavedAccountChannel {
  readonly channel: AccountChannel
  /** A plain secret issued just now, to be shown once. */
  readonly issued: string | null
}

/**
 * Sets up or changes a default channel of an account. One that points where it did keeps its secrets; one that points
 * elsewhere gets a fresh one, because the former receiver knows the old. Saving switches a channel that was gone back on.
 */
export const saveAccountChannel = Effect.fn("saveAccountChannel")(function*(wanted: WantedAccountChannel) {
  const { kind, userId } = wanted
  const channels = yield* AccountChannels
  const notifier = (yield* Notifiers).get(kind)
  const policy = yield* Policy
  const unitOfWork = yield* UnitOfWork
  if (notifier === undefined) return yield* new NoDefaultChannel({ kind })
  if (wanted.secret !== undefined && !(notifier.capabilities.signed && isSigningSecret(wanted.secret))) {
    return yield* new InvalidNotification({
      why: notifier.capabilities.signed
        ? "a secret is whsec_ and base64 of 24 to 64 bytes; leave it out to be given one"
        : `messages by ${kind} are not signed, and take no secret`
    })
  }
  const before = yield* channels.find(userId, kind)
  // A new channel without a target is refused by its own adapter, in its own words.
  const typed = wanted.target ?? (Option.isSome(before) ? before.value.target : {})
  const checked = yield* notifier.checkTarget(typed).pipe(
    Effect.mapError((error) => new InvalidNotification({ why: error.message }))
  )

  const secretsOf = Effect.fnUntraced(function*(old: AccountChannel["secrets"]) {
    if (!notifier.capabilities.signed) return { secrets: [], issued: null }
    const now = yield* unitOfWork.now
    if (wanted.secret !== undefined) {
      return { secrets: rotatedSecrets(old, yield* sealSecret(wanted.secret), now, policy.secretOverlap), issued: null }
    }
    if (old.length > 0) return { secrets: old, issued: null }
    const { plain, secret } = yield* issueSecret()
    return { secrets: [secret], issued: plain }
  })

  return yield* unitOfWork.transact(Effect.gen(function*() {
    const existing = Option.getOrNull(yield* channels.lock(userId, kind))
    const now = yield* unitOfWork.now
    // Not what was read before the lock: somebody may have pointed it elsewhere since.
    const target = wanted.target === undefined && existing !== null ? existing.target : checked
    const stays = existing !== null && notifier.address(existing.target) === notifier.address(target)
    const { issued, secrets } = yield* secretsOf(stays ? existing.secrets : [])
    const channel: AccountChannel = {
      userId,
      kind,
      target,
      enabled: wanted.enabled ?? existing?.enabled ?? true,
      events: [...new Set(wanted.events ?? existing?.events ?? ChosenEvent.literals)],
      secrets,
      disabledReason: null,
      digest: wanted.digest ?? existing?.digest ?? noDigest,
      createdAt: existing?.createdAt ?? now,
      updatedAt: now
    }
    yield* channels.save(channel)
    yield* moveDigest(channel, now)
    const saved: SavedAccountChannel = { channel, issued }
    return saved
  }))
})

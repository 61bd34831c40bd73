import * as Effect from "effect/Effect"
import { ChannelKind, type ChannelTarget } from "../ports/ChannelTarget.ts"
import { Notifiers } from "../ports/Notifier.ts"
import type { Channel } from "./Channel.ts"
import { issueSecret } from "./issueSecret.ts"
import { InvalidNotification, UnknownChannel } from "./refusals.ts"

/** A channel as asked for: which kind, and that kind's own settings. */
export interface WantedChannel {
  readonly type: string
  readonly target: ChannelTarget
}

export interface CheckedChannels {
  readonly channels: ReadonlyArray<Channel>
  /** Plain secrets issued just now, by channel kind: to be shown once. */
  readonly issued: ReadonlyMap<ChannelKind, string>
}

/**
 * Checks the wanted channels, each by its own adapter. A channel that points where an existing one does keeps its
 * secrets; one that points elsewhere gets a fresh secret, because the former receiver knows the old one.
 */
export const checkChannels = Effect.fn("checkChannels")(function*(
  wanted: ReadonlyArray<WantedChannel>,
  existing: ReadonlyArray<Channel>
) {
  const notifiers = yield* Notifiers
  const kinds = wanted.map((channel) => channel.type)
  const twice = kinds.find((kind, i) => kinds.indexOf(kind) !== i)
  const issued = new Map<ChannelKind, string>()
  const channels: Array<Channel> = []
  for (const [index, { type, target }] of wanted.entries()) {
    const notifier = notifiers.get(ChannelKind.make(type))
    if (notifier === undefined) return yield* new UnknownChannel({ kind: type, index, known: [...notifiers.keys()] })
    if (type === twice) {
      return yield* new InvalidNotification({ why: `at most one notification of the same type (${type}) per task` })
    }
    const checked = yield* notifier.checkTarget(target).pipe(
      Effect.mapError((error) => new InvalidNotification({ why: error.message }))
    )
    const before = existing.find((channel) =>
      channel.kind === notifier.kind && notifier.address(channel.target) === notifier.address(checked)
    )
    if (before !== undefined) {
      channels.push({ ...before, target: checked, disabledReason: null })
      continue
    }
    if (!notifier.capabilities.signed) {
      channels.push({ kind: notifier.kind, target: checked, secrets: [], disabledReason: null })
      continue
    }
    const { plain, secret } = yield* issueSecret()
    issued.set(notifier.kind, plain)
    channels.push({ kind: notifier.kind, target: checked, secrets: [secret], disabledReason: null })
  }
  const result: CheckedChannels = { channels, issued }
  return result
})

import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { ChannelKind, type ChannelTarget } from "../ports/ChannelTarget.ts"
import { type Notifier, Notifiers } from "../ports/Notifier.ts"
import type { Channel } from "./Channel.ts"
import { issueSecret } from "./issueSecret.ts"
import { type ChannelFault, InvalidNotification, UnknownChannel } from "./refusals.ts"

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

/** What each channel comes to by its own adapter. All of them are asked, so that a refusal names all that is wrong. */
const checkTargets = Effect.fnUntraced(function*(wanted: ReadonlyArray<WantedChannel>) {
  const notifiers = yield* Notifiers
  const checked: Array<{ readonly notifier: Notifier; readonly target: ChannelTarget }> = []
  const unknown: Array<UnknownChannel["unknown"][number]> = []
  const faults: Array<ChannelFault> = []
  for (const [index, { target, type }] of wanted.entries()) {
    const notifier = notifiers.get(ChannelKind.make(type))
    if (notifier === undefined) {
      unknown.push({ index, kind: type })
      continue
    }
    if (wanted.findIndex((other) => other.type === type) !== index) {
      faults.push({ index, why: `at most one notification of the same type (${type}) per task` })
    }
    const answer = yield* Effect.result(notifier.checkTarget(target))
    if (Result.isSuccess(answer)) checked.push({ notifier, target: answer.success })
    else faults.push({ index, why: answer.failure.message })
  }
  if (unknown.length > 0) return yield* new UnknownChannel({ unknown, known: [...notifiers.keys()], faults })
  if (faults.length > 0) return yield* new InvalidNotification({ why: faults.map(({ why }) => why).join("; "), faults })
  return checked
})

/**
 * Checks the wanted channels, each by its own adapter. A channel that points where an existing one does keeps its
 * secrets; one that points elsewhere gets a fresh secret, because the former receiver knows the old one.
 */
export const checkChannels = Effect.fn("checkChannels")(function*(
  wanted: ReadonlyArray<WantedChannel>,
  existing: ReadonlyArray<Channel>
) {
  const issued = new Map<ChannelKind, string>()
  const channels: Array<Channel> = []
  for (const { notifier, target } of yield* checkTargets(wanted)) {
    const before = existing.find((channel) =>
      channel.kind === notifier.kind && notifier.address(channel.target) === notifier.address(target)
    )
    if (before !== undefined) {
      channels.push({ ...before, target, disabledReason: null })
      continue
    }
    if (!notifier.capabilities.signed) {
      channels.push({ kind: notifier.kind, target, secrets: [], disabledReason: null })
      continue
    }
    const { plain, secret } = yield* issueSecret()
    issued.set(notifier.kind, plain)
    channels.push({ kind: notifier.kind, target, secrets: [secret], disabledReason: null })
  }
  const result: CheckedChannels = { channels, issued }
  return result
})

import * as DateTime from "effect/DateTime"
import type * as Duration from "effect/Duration"
import type { ChannelSecret } from "./Channel.ts"

/**
 * The secrets with a new current one: the former current one signs beside it for `overlap` from now, so that a receiver
 * can change over without losing a message, and those whose time is over are dropped.
 */
export const rotatedSecrets = (
  secrets: ReadonlyArray<ChannelSecret>,
  fresh: ChannelSecret,
  now: DateTime.Utc,
  overlap: Duration.Duration
): ReadonlyArray<ChannelSecret> => [
  fresh,
  ...secrets.flatMap((old) => {
    const validUntil = old.validUntil ?? DateTime.addDuration(now, overlap)
    return DateTime.isGreaterThan(validUntil, now) ? [{ ...old, validUntil }] : []
  })
]

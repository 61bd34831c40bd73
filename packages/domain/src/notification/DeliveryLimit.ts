import * as Duration from "effect/Duration"

/** At most `count` messages of a channel to one `recipient` (address), or for one `user`, in any `window`. */
export interface DeliveryLimit {
  readonly per: "user" | "recipient"
  readonly count: number
  readonly window: Duration.Duration
}

/** What somebody reads whose message waits. */
export const limitReason = ({ count, per, window }: DeliveryLimit): string =>
  `It waits for its turn: at most ${count} messages in ${Duration.format(window)} ${
    per === "user" ? "for one account" : "to one address"
  }.`

import * as Schema from "effect/Schema"

/** What was given as an address is none to the channel. */
export class InvalidAddress extends Schema.TaggedError<InvalidAddress>()("InvalidAddress", { why: Schema.String }) {
  override get message(): string {
    return this.why
  }
}

/** Too many codes were asked for. */
export class TooManyCodes extends Schema.TaggedError<TooManyCodes>()("TooManyCodes", {
  /** Milliseconds until one more may be asked for. */
  retryAfterMs: Schema.Finite
}) {
  override get message(): string {
    return "Too many verification requests. Try again later"
  }
}

/** The code could not be sent. It does not count, and may be asked for again. */
export class CodeNotSent extends Schema.TaggedError<CodeNotSent>()("CodeNotSent", { why: Schema.String }) {
  override get message(): string {
    return `The code could not be sent: ${this.why}`
  }
}

/** This installation cannot send codes: nobody can verify an address here. */
export class CodesUnavailable extends Schema.TaggedError<CodesUnavailable>()("CodesUnavailable", { why: Schema.String }) {
  override get message(): string {
    return this.why
  }
}

/** A code that does not open the address: none is pending, it is too old, guessed too often, or not the one. */
export class CodeRefused extends Schema.TaggedError<CodeRefused>()("CodeRefused", {
  because: Schema.Literals(["none_pending", "expired", "too_many_tries", "wrong"]),
  /** Guesses left. */
  remaining: Schema.Int
}) {
  override get message(): string {
    switch (this.because) {
      case "none_pending":
        return "No verification is pending for this address"
      case "expired":
        return "The verification code has expired. Ask for a new one"
      case "too_many_tries":
        return "Too many attempts. Ask for a new code"
      case "wrong":
        return `Invalid verification code. ${this.remaining} ${this.remaining === 1 ? "attempt" : "attempts"} remaining`
    }
  }
}

/** The account's own address is always verified and cannot be taken off the list. */
export class OwnAddress extends Schema.TaggedError<OwnAddress>()("OwnAddress", {}) {
  override get message(): string {
    return "Cannot remove the account's own address"
  }
}

/** The link is not one of ours, or was altered. */
export class InvalidUnsubscribeToken extends Schema.TaggedError<InvalidUnsubscribeToken>()("InvalidUnsubscribeToken", {}) {
  override get message(): string {
    return "This unsubscribe link is not valid"
  }
}

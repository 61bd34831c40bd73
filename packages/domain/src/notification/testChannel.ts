import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { consentRefusal } from "../consent/consentRefusal.ts"
import type { UserId } from "../ids.ts"
import { AccountChannels } from "../ports/AccountChannels.ts"
import type { ChannelKind, ChannelTarget } from "../ports/ChannelTarget.ts"
import { type Notifier, Notifiers } from "../ports/Notifier.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { isSigningSecret, issueSecret } from "../task/issueSecret.ts"
import { InvalidNotification } from "../task/refusals.ts"
import { NoDefaultChannel } from "./refusals.ts"
import { sendOnce } from "./sendOnce.ts"
import { signingSecrets } from "./signingSecrets.ts"
import { testMessage } from "./testMessage.ts"

export interface WantedTest {
  readonly userId: UserId
  readonly kind: ChannelKind
  /** Undefined: where the account's default channel of the kind points. */
  readonly target?: ChannelTarget | undefined
  /** Signs in place of the stored one, so that a receiver can be tried before anything is saved. */
  readonly secret?: string | undefined
}

/**
 * What came of a test. Never what the target answered beyond its status: a test reaches wherever it is pointed, and must
 * not read aloud what it finds there.
 */
export interface TestOutcome {
  readonly delivered: boolean
  readonly httpStatus: number | null
  /** Null: it was delivered. */
  readonly error: string | null
  readonly latencyMs: number
}

const UNREADABLE = "It could not be signed: the stored secret cannot be read on this server."

/** Where a test goes and what signs it. */
const prepare = Effect.fnUntraced(function*(notifier: Notifier, wanted: WantedTest) {
  const { kind, secret, userId } = wanted
  const stored = Option.getOrNull(yield* (yield* AccountChannels).find(userId, kind))
  const typed = wanted.target ?? stored?.target
  if (typed === undefined) return yield* new NoDefaultChannel({ kind })
  const target = yield* notifier.checkTarget(typed).pipe(
    Effect.mapError((error) => new InvalidNotification({ why: error.message }))
  )
  if (!notifier.capabilities.signed) return { target, secrets: [] }
  if (secret !== undefined) {
    if (isSigningSecret(secret)) return { target, secrets: [secret] }
    return yield* new InvalidNotification({ why: "a secret is whsec_ and base64 of 24 to 64 bytes" })
  }
  if (stored !== null && notifier.address(stored.target) === notifier.address(target)) {
    return { target, secrets: yield* signingSecrets(stored, yield* (yield* UnitOfWork).now) }
  }
  // Nobody knows this one: the receiver is tried for being there, not for checking.
  return { target, secrets: [(yield* issueSecret()).plain] }
})

/**
 * Sends a test by a channel, once, at once and beside the outbox: it is owed to nobody, and is not in the send log.
 *
 * Fails with `InvalidNotification` where the target cannot be used and `NoDefaultChannel` where there is none; whatever
 * comes after is an outcome.
 */
export const testChannel = Effect.fn("testChannel")(function*(wanted: WantedTest) {
  const notifier = (yield* Notifiers).get(wanted.kind)
  if (notifier === undefined) return yield* new NoDefaultChannel({ kind: wanted.kind })
  const now = yield* (yield* UnitOfWork).now
  const prepared = yield* prepare(notifier, wanted).pipe(Effect.catchTag("SecretUnreadable", () => Effect.succeed(null)))
  const failed = (error: string): TestOutcome => ({ delivered: false, httpStatus: null, error, latencyMs: 0 })
  if (prepared === null) return failed(UNREADABLE)
  const { secrets, target } = prepared
  // A test is about no task, so what one task's reader has ended does not end it; and it may not pester a stranger.
  const refusal = notifier.consent === undefined
    ? null
    : yield* consentRefusal({ userId: wanted.userId, kind: wanted.kind, address: notifier.address(target), taskId: null })
  if (refusal !== null) return failed(refusal)
  const outgoing = yield* testMessage(wanted.kind, now)
  const [latency, answer] = yield* Effect.timed(sendOnce(() => notifier.deliver(outgoing, target, { secrets, now })))
  const latencyMs = Math.round(Duration.toMillis(latency))
  if (Result.isSuccess(answer)) {
    const outcome: TestOutcome = { delivered: true, httpStatus: answer.success.httpStatus, error: null, latencyMs }
    return outcome
  }
  const reason = answer.failure
  const httpStatus = reason._tag === "ChannelUnconfigured" ? null : reason.httpStatus
  const outcome: TestOutcome = { delivered: false, httpStatus, error: reason.message, latencyMs }
  return outcome
})

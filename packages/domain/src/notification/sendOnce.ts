import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type NotifierError, NotifierReason, type Receipt } from "../ports/Notifier.ts"
import { deferredByUs } from "./deferredByUs.ts"

/**
 * Twice what a webhook waits for its receiver, so it strikes only where a channel has no bound of its own, or has lost
 * it; half the lease of a claim, so that what came of it is stored before another worker may take the delivery up.
 */
const SEND_WITHIN = Duration.seconds(30)

type Answer = Result.Result<Receipt, NotifierReason>

const isReason = Schema.is(NotifierReason)

const answerOf = (exit: Exit.Exit<Receipt, NotifierError>) => {
  if (Exit.isSuccess(exit)) return Effect.succeed<Answer>(Result.succeed(exit.value))
  const reason = Option.getOrUndefined(Cause.findErrorOption(exit.cause))?.reason
  return isReason(reason)
    ? Effect.succeed<Answer>(Result.fail(reason))
    : Effect.logError("A channel broke while it delivered", exit.cause).pipe(
      Effect.as(deferredByUs("It could not be sent for an unexpected reason on this server."))
    )
}

/**
 * One try by a channel, as a value whatever happens: a channel that breaks, or takes longer than 30 s, has put the
 * delivery off. Only being stopped passes through.
 *
 * The channel works in a fiber of its own, which is told to end and not waited for: one that cannot be interrupted, or
 * hangs while it tidies up, would hold the place of the next delivery for ever.
 */
export const sendOnce = (send: () => Effect.Effect<Receipt, NotifierError>): Effect.Effect<Answer> =>
  Effect.uninterruptibleMask((restore) =>
    Effect.gen(function*() {
      const sending = yield* Effect.forkDetach(Effect.suspend(send))
      const ended = yield* restore(Effect.timeoutOption(Fiber.await(sending), SEND_WITHIN)).pipe(
        Effect.ensuring(Effect.sync(() => sending.interruptUnsafe()))
      )
      return Option.isSome(ended)
        ? yield* answerOf(ended.value)
        : deferredByUs(`It took longer than ${Duration.format(SEND_WITHIN)} and was stopped.`)
    })
  )

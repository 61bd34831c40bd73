import {
  AccountRepository,
  type ConsentCode,
  DeliveryDeferred,
  NotifierError,
  type NotifierReason,
  Notifiers,
  notifiersOf
} from "@vedette/domain"
import { RecordingNotifier } from "@vedette/testkit/fakes"
import { aUser } from "@vedette/testkit/fixtures"
import * as Effect from "effect/Effect"
import { owner } from "./installation.ts"

export const address = "https://hook.example/a"

/** The recording channel, whose recipients have to agree; what codes it sent, and the tokens its messages carried. */
export const consenting = Effect.gen(function*() {
  const { notifier } = yield* RecordingNotifier
  const codes: Array<ConsentCode & { readonly to: string }> = []
  const tokens: Array<string> = []
  let failure: NotifierReason | null = null
  const channel = notifiersOf({
    ...notifier,
    deliver: (outgoing, target, options) => {
      tokens.push(options.unsubscribe ?? "")
      return notifier.deliver(outgoing, target, options)
    },
    consent: {
      sendCode: (code, target) =>
        Effect.suspend(() => {
          if (failure !== null) return Effect.fail(new NotifierError({ reason: failure }))
          codes.push({ ...code, to: notifier.address(target) })
          return Effect.succeed({ httpStatus: null, responseExcerpt: null })
        })
    }
  })
  return {
    within: <A, E, R>(work: Effect.Effect<A, E, R>) => Effect.provideService(work, Notifiers, channel),
    codes,
    tokens,
    failWith: (reason: NotifierReason | null) => { failure = reason }
  }
})

export const givenOwner = (email: string | null) =>
  AccountRepository.use((accounts) => accounts.insertUser(aUser({ id: owner, email })))

export const mailServerIsDown = new DeliveryDeferred({
  message: "The mail server cannot be reached",
  httpStatus: null,
  responseExcerpt: null,
  retryAfterMs: null
})

import { NotifierError, type Receipt } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Semaphore from "effect/Semaphore"
import { createTransport, type SendMailOptions } from "nodemailer"
import { responseExcerpt, smtpReason, type SmtpFailure } from "./smtpReason.ts"

/** The port's law, waiting for a connection included. */
const timeoutMs = 15_000

/** Connections to the mail server at a time. Relays commonly allow ten per client, and server and worker share them. */
const maxConnections = 4

const timedOut: SmtpFailure = { code: "ETIMEDOUT" }

const failed = (failure: SmtpFailure) => new NotifierError({ reason: smtpReason(failure) })

export interface SmtpSender {
  /** One try, on a connection of its own that is closed when it is interrupted or takes longer than 15 s. */
  readonly send: (mail: SendMailOptions) => Effect.Effect<Receipt, NotifierError>
}

/** Sends mail through one server, which the operator chose: no guard stands before its address. */
export const makeSmtpSender = (smtpUrl: Redacted.Redacted): SmtpSender => {
  const transport = createTransport({
    url: Redacted.value(smtpUrl),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    // Nothing that a mail says may make the composer read a file or a URL of ours.
    disableFileAccess: true,
    disableUrlAccess: true
  })
  const places = Semaphore.makeUnsafe(maxConnections)
  return {
    send: (mail) =>
      Effect.tryPromise({
        try: (signal) => transport.sendMail({ ...mail, signal }),
        catch: (failure) => failed(typeof failure === "object" && failure !== null ? failure : {})
      }).pipe(
        Effect.map(({ response }): Receipt => ({ httpStatus: null, responseExcerpt: responseExcerpt(response) })),
        places.withPermits(1),
        Effect.timeoutOrElse({ duration: timeoutMs, orElse: () => Effect.fail(failed(timedOut)) })
      )
  }
}

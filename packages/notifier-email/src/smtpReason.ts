import { cutText, DeliveryDeferred, type NotifierReason, TargetRejected } from "@vedette/domain"
import { oneLine } from "./document/plainText.ts"

/** What nodemailer says of a failed send, as far as it says it. */
export interface SmtpFailure {
  readonly code?: unknown
  readonly responseCode?: unknown
  readonly response?: unknown
  readonly message?: unknown
}

/** The promise of `Receipt`. */
const excerptLength = 500

export const responseExcerpt = (response: unknown): string | null =>
  typeof response === "string" && response !== "" ? cutText(oneLine(response), excerptLength) : null

/** Failures of the connection, before anything was said about this mail. */
const connection: Readonly<Record<string, string>> = {
  ECONNECTION: "The mail server closed the connection",
  EDNS: "The mail server's name cannot be resolved",
  EPROTOCOL: "The mail server did not take the connection",
  ESOCKET: "The mail server cannot be reached",
  ETIMEDOUT: "The mail server took too long",
  ETLS: "No secure connection to the mail server could be made"
}

/** Answers to what was said about this mail: its sender, its recipient, its text. */
const aboutThisMail: ReadonlySet<unknown> = new Set(["EENVELOPE", "EMESSAGE"])

/**
 * What a failed send means for the delivery.
 *
 * Only a 5xx about this very mail is final: the same mail would be refused again. A refused login, a relay that does
 * not know us, a certificate that is not trusted are the operator's to mend, and what is owed must not be lost meanwhile;
 * so are they put off, and the send log says what is wrong.
 */
export const smtpReason = (failure: SmtpFailure): NotifierReason => {
  const excerpt = responseExcerpt(failure.response)
  const status = typeof failure.responseCode === "number" ? failure.responseCode : null
  const nothing = { httpStatus: null, responseExcerpt: excerpt }
  const deferred = (message: string) =>
    new DeliveryDeferred({ ...nothing, message: withAnswer(message, excerpt), retryAfterMs: null })
  if (failure.code === "EAUTH") {
    return deferred("The mail server refused the login that SMTP_URL gives")
  }
  if (aboutThisMail.has(failure.code) && status !== null) {
    return status >= 500
      ? new TargetRejected({ ...nothing, message: withAnswer("The mail server refused this mail", excerpt), gone: false })
      : deferred("The mail server put this mail off")
  }
  // Nodemailer judged it before it was sent: an envelope or a text that no server was asked about, and that will not change.
  if (aboutThisMail.has(failure.code)) {
    return new TargetRejected({ ...nothing, message: "This mail cannot be sent by SMTP", gone: false })
  }
  const known = typeof failure.code === "string" ? connection[failure.code] : undefined
  return deferred(known ?? "The mail could not be sent")
}

const withAnswer = (message: string, excerpt: string | null): string =>
  excerpt === null ? message : `${message}: ${cutText(excerpt, 200)}`

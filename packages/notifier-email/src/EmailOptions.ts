import type * as Redacted from "effect/Redacted"

/** How an installation sends mail. The mail server is the operator's own choice, so it may be on a private address. */
export interface EmailOptions {
  /** `smtp://user:password@host:587` or `smtps://…:465`; null: no mail is sent. */
  readonly smtpUrl: Redacted.Redacted | null
  /** The sender: `alerts@example.org` or `Vedette <alerts@example.org>`. */
  readonly from: string | null
  /** How recipients reach the server, without a slash at the end; null: mails carry no link to end them. */
  readonly publicUrl: string | null
}

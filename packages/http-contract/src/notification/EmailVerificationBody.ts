import * as Schema from "effect/Schema"
import { boundedText } from "../field/boundedText.ts"
import { taskIdParam, wireId } from "../field/uuidText.ts"
import { wireInstant } from "../field/wireInstant.ts"

/** Typed by a person; whether it is an address is judged by the channel that writes to it. */
const email = boundedText(1, 254)

export const SendCodeInput = Schema.Struct({ email }).annotate({ identifier: "EmailVerificationRequest" })

/** The same whether the address takes mail or not. */
export const CodeSentBody = Schema.Struct({
  message: Schema.String,
  /** Left out where nothing had to be sent, because the address is verified already. */
  expires_in_minutes: Schema.optionalKey(Schema.Int)
}).annotate({ identifier: "EmailVerificationSent" })

export const VerifyInput = Schema.Struct({ email, code: boundedText(1, 32) })
  .annotate({ identifier: "EmailVerificationCode" })

export const MessageBody = Schema.Struct({ message: Schema.String }).annotate({ identifier: "Message" })

export const VerifiedEmailsBody = Schema.Struct({
  /** The account's own first. */
  verified_emails: Schema.Array(Schema.String),
  /** Verified without a code; null: the account has none. */
  primary_email: Schema.NullOr(Schema.String)
}).annotate({ identifier: "VerifiedEmails" })

export const UnsubscribeBody = Schema.Struct({
  email: Schema.String,
  /** Null: from everything that this account sends. */
  task_id: Schema.NullOr(wireId),
  created_at: wireInstant
}).annotate({ identifier: "Unsubscribe" })

export const UnsubscribesBody = Schema.Struct({ unsubscribes: Schema.Array(UnsubscribeBody) })
  .annotate({ identifier: "Unsubscribes" })

export const ResubscribeInput = Schema.Struct({
  email,
  /** Left out or null: everything that this account sends. */
  task_id: Schema.optionalKey(Schema.NullOr(taskIdParam))
}).annotate({ identifier: "Resubscribe" })

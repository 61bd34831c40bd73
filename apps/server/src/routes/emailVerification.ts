import {
  CODE_VALID_FOR,
  removeVerifiedAddress,
  sendAddressCode,
  trustedAddresses,
  verifyAddress
} from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { HandlerOf } from "../http/HandlerOf.ts"
import { emailKind } from "./emailKind.ts"

export const sendEmailCode: HandlerOf<typeof routes.sendEmailCode> = Effect.fnUntraced(function*({ body, principal }) {
  const { sent } = yield* sendAddressCode(principal.userId, emailKind, { address: body.email })
  return {
    body: sent
      ? { message: "Verification code sent", expires_in_minutes: Duration.toMinutes(CODE_VALID_FOR) }
      : { message: "Email already verified" }
  }
})

export const verifyEmail: HandlerOf<typeof routes.verifyEmail> = Effect.fnUntraced(function*({ body, principal }) {
  yield* verifyAddress(principal.userId, emailKind, { address: body.email }, body.code)
  return { body: { message: "Email verified successfully" } }
})

export const listVerifiedEmails: HandlerOf<typeof routes.listVerifiedEmails> = Effect.fnUntraced(function*({ principal }) {
  const { own, verified } = yield* trustedAddresses(principal.userId, emailKind)
  return { body: { verified_emails: [...(own === null ? [] : [own]), ...verified], primary_email: own } }
})

export const deleteVerifiedEmail: HandlerOf<typeof routes.deleteVerifiedEmail> = Effect.fnUntraced(
  function*({ params, principal }) {
    yield* removeVerifiedAddress(principal.userId, emailKind, params.email)
    return { body: { message: "Email removed" } }
  }
)

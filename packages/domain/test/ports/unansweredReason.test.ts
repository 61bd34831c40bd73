import { assert, describe, it } from "@effect/vitest"
import {
  AddressRefused,
  AnswerLost,
  ConnectionFailed,
  ConnectTimedOut,
  type HttpFetchReason,
  InvalidUrl,
  TimedOut,
  TooLarge,
  TooManyRedirects,
  unansweredReason
} from "../../src/index.ts"

describe("no answer", () => {
  const message = "As the port put it."
  const final: ReadonlyArray<HttpFetchReason> = [new InvalidUrl({ message }), new AddressRefused({ message })]
  const passing: ReadonlyArray<HttpFetchReason> = [
    new ConnectionFailed({ message }),
    new AnswerLost({ message }),
    new ConnectTimedOut({ message }),
    new TimedOut({ message }),
    new TooLarge({ message }),
    new TooManyRedirects({ message })
  ]
  for (const reason of final) {
    it(`${reason._tag} is final, and does not switch the target off as a 410 does`, () => {
      assert.deepInclude(unansweredReason(reason), { _tag: "TargetRejected", message, httpStatus: null, gone: false })
    })
  }
  for (const reason of passing) {
    it(`${reason._tag} may be tried again`, () => {
      assert.deepInclude(unansweredReason(reason), { _tag: "DeliveryDeferred", message, httpStatus: null })
    })
  }
})

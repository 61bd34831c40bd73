import { assert, describe, it } from "@effect/vitest"
import { TooLarge } from "@vedette/domain"
import { errors } from "undici"
import { RefusedAddressError } from "../src/guardedConnector.ts"
import { undiciReason } from "../src/undiciReason.ts"

const coded = (code: string) => Object.assign(new Error("x"), { code })

const table: ReadonlyArray<readonly [string, unknown, string]> = [
  ["undici's connect timeout", new errors.ConnectTimeoutError(), "ConnectTimedOut"],
  ["undici's headers timeout", new errors.HeadersTimeoutError(), "TimedOut"],
  ["undici's body timeout", new errors.BodyTimeoutError(), "TimedOut"],
  ["undici's headers overflow", new errors.HeadersOverflowError(), "TooLarge"],
  ["undici's invalid argument", new errors.InvalidArgumentError(), "InvalidUrl"],
  ["undici's socket error", new errors.SocketError("other side closed"), "AnswerLost"],
  ["a shorter body than declared", new errors.ResponseContentLengthMismatchError(), "AnswerLost"],
  ["a parser error", Object.assign(new errors.HTTPParserError(), { code: "HPE_INVALID_CONSTANT" }), "AnswerLost"],
  ["ETIMEDOUT while connecting", Object.assign(coded("ETIMEDOUT"), { syscall: "connect" }), "ConnectTimedOut"],
  ["ETIMEDOUT of every address", Object.assign(new AggregateError([coded("ETIMEDOUT")]), { code: "ETIMEDOUT" }), "ConnectTimedOut"],
  ["ETIMEDOUT of a connection that stood", Object.assign(coded("ETIMEDOUT"), { syscall: "read" }), "TimedOut"],
  ["ECONNREFUSED", coded("ECONNREFUSED"), "ConnectionFailed"],
  ["ECONNRESET", coded("ECONNRESET"), "AnswerLost"],
  ["EHOSTUNREACH", coded("EHOSTUNREACH"), "ConnectionFailed"],
  ["EPIPE", coded("EPIPE"), "AnswerLost"],
  ["ENOTFOUND", coded("ENOTFOUND"), "ConnectionFailed"],
  ["EAI_AGAIN", coded("EAI_AGAIN"), "ConnectionFailed"],
  ["CERT_HAS_EXPIRED", coded("CERT_HAS_EXPIRED"), "ConnectionFailed"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", coded("DEPTH_ZERO_SELF_SIGNED_CERT"), "ConnectionFailed"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", coded("ERR_TLS_CERT_ALTNAME_INVALID"), "ConnectionFailed"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", coded("UNABLE_TO_VERIFY_LEAF_SIGNATURE"), "ConnectionFailed"],
  ["a damaged gzip", coded("Z_DATA_ERROR"), "AnswerLost"],
  ["our own refusal", new RefusedAddressError("x"), "AddressRefused"],
  ["a reason of the port", new TooLarge({ message: "x" }), "TooLarge"],
  ["one error per address", Object.assign(new AggregateError([coded("ECONNREFUSED")]), { code: "ECONNREFUSED" }), "ConnectionFailed"],
  ["one refusal per address", new AggregateError([new RefusedAddressError("x")]), "AddressRefused"],
  ["an empty AggregateError", new AggregateError([]), "AnswerLost"],
  ["something that is no error", "boom", "AnswerLost"],
  ["nothing", undefined, "AnswerLost"]
]

describe("undiciReason", () => {
  it.each(table)("%s", (_name, cause, tag) => {
    const reason = undiciReason(cause, "shop.example")
    assert.strictEqual(reason._tag, tag)
    assert.isNotEmpty(reason.message)
  })

  it("names the certificate's fault, for that is what its owner has to mend", () => {
    assert.include(undiciReason(coded("CERT_HAS_EXPIRED"), "shop.example").message, "CERT_HAS_EXPIRED")
  })
})

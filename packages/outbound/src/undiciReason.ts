import { AddressRefused, AnswerLost, ConnectionFailed, ConnectTimedOut, HttpFetchReason, InvalidUrl, TimedOut, TooLarge } from "@vedette/domain"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { keptFromConnecting } from "./guardedConnector.ts"

const isReason = Schema.is(HttpFetchReason)

/** What failed, in the words of the owner. Codes of Node, OpenSSL and undici; what is missing here is `AnswerLost`. */
const reasons: Readonly<Record<string, (host: string) => HttpFetchReason>> = {
  VEDETTE_ADDRESS_REFUSED: (host) =>
    new AddressRefused({ message: `The host ${host} does not resolve to the public internet.` }),
  VEDETTE_UNDECODABLE_BODY: (host) => new AnswerLost({ message: `The answer of ${host} could not be decompressed.` }),

  UND_ERR_CONNECT_TIMEOUT: (host) => new ConnectTimedOut({ message: `${host} did not accept a connection in time.` }),
  UND_ERR_HEADERS_TIMEOUT: (host) => new TimedOut({ message: `${host} did not begin to answer in time.` }),
  UND_ERR_BODY_TIMEOUT: (host) => new TimedOut({ message: `${host} stopped in the middle of its answer.` }),
  // Of a connection that stood: nothing came back for what was sent on it.
  ETIMEDOUT: (host) => new TimedOut({ message: `${host} stopped answering.` }),

  UND_ERR_HEADERS_OVERFLOW: (host) => new TooLarge({ message: `The headers of ${host} are too large.` }),
  HPE_HEADER_OVERFLOW: (host) => new TooLarge({ message: `The headers of ${host} are too large.` }),

  // The request could not even be written: a header with a line break, a method with a space.
  UND_ERR_INVALID_ARG: () => new InvalidUrl({ message: "The request is malformed." }),

  ENOTFOUND: (host) => new ConnectionFailed({ message: `The host name ${host} was not found.` }),
  EAI_AGAIN: (host) => new ConnectionFailed({ message: `The host name ${host} could not be looked up just now.` }),
  ECONNREFUSED: (host) => new ConnectionFailed({ message: `${host} refused the connection.` }),
  EHOSTUNREACH: (host) => new ConnectionFailed({ message: `There is no way to ${host} from here.` }),
  ENETUNREACH: (host) => new ConnectionFailed({ message: `There is no way to ${host} from here.` }),
  ECONNRESET: (host) => new AnswerLost({ message: `${host} closed the connection.` }),
  UND_ERR_SOCKET: (host) => new AnswerLost({ message: `${host} closed the connection.` })
}

const tlsCode = /^(?:CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|EPROTO)/
const zlibCode = /^(?:Z_|ERR_BROTLI|ERR__ERROR_FORMAT|ERR_PADDING)/

const codeOf = (cause: unknown): string =>
  Predicate.hasProperty(cause, "code") && Predicate.isString(cause.code) ? cause.code : ""

/** The same code for a connection that was never made: an error for each address, or one that names the call. */
const isUnconnected = (cause: unknown, code: string): boolean =>
  code === "ETIMEDOUT" && (cause instanceof AggregateError || keptFromConnecting(cause) || (Predicate.hasProperty(cause, "syscall") && cause.syscall === "connect"))

/** Why undici, Node's sockets, TLS or zlib gave no answer, as a reason of the port. `host` is named in the sentence. */
export const undiciReason = (cause: unknown, host: string): HttpFetchReason => {
  const reason = reasonOf(cause, host)
  return reason._tag === "AnswerLost" && keptFromConnecting(cause) ? new ConnectionFailed({ message: reason.message }) : reason
}

const reasonOf = (cause: unknown, host: string): HttpFetchReason => {
  if (isReason(cause)) return cause
  const code = codeOf(cause)
  const known = reasons[isUnconnected(cause, code) ? "UND_ERR_CONNECT_TIMEOUT" : code]
  if (known !== undefined) return known(host)
  // Happy eyeballs collects one error per address; the first says enough.
  if (cause instanceof AggregateError && cause.errors.length > 0) return reasonOf(cause.errors[0], host)
  if (tlsCode.test(code)) return new ConnectionFailed({ message: `No secure connection to ${host} could be made (${code}).` })
  if (zlibCode.test(code)) return new AnswerLost({ message: `The answer of ${host} could not be decompressed.` })
  return new AnswerLost({ message: `${host} gave no usable answer${code === "" ? "" : ` (${code})`}.` })
}

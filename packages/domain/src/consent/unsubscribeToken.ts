import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { Base64Url } from "effect/encoding"
import { sameDigest } from "../account/apiKeyForm.ts"
import { TaskId, UserId } from "../ids.ts"
import type { OptOutScope } from "../ports/ConsentRepository.ts"
import { ChannelKind } from "../ports/ChannelTarget.ts"
import { Secrets } from "../ports/Secrets.ts"
import { InvalidUnsubscribeToken } from "./refusals.ts"

/** Keeps these apart from whatever else is digested under the installation's key. */
const PURPOSE = "unsubscribe:"

const Claims = Schema.fromJsonString(Schema.Tuple([UserId, ChannelKind, Schema.String, Schema.NullOr(TaskId)]))
const encode = Schema.encodeSync(Claims)
const decode = Schema.decodeUnknownResult(Claims)

/** Far longer than any of ours; what is longer is not even looked at. */
const MAX_LENGTH = 2_000

/**
 * What lets the holder of a message end messages like it, without signing in: whose they are and where they go, signed.
 * It does not expire, because people unsubscribe from mails of last year; it can end messages, and nothing else.
 */
export const unsubscribeToken = Effect.fn("unsubscribeToken")(function*(scope: OptOutScope) {
  const { keyedDigest } = yield* Secrets
  const claims = Base64Url.encode(encode([scope.userId, scope.kind, scope.address, scope.taskId]))
  return `${claims}.${yield* keyedDigest(PURPOSE + claims)}`
})

/** What a token stands for. The same refusal for everything that is not one of ours. */
export const readUnsubscribeToken = Effect.fn("readUnsubscribeToken")(function*(token: string) {
  const { keyedDigest } = yield* Secrets
  const [claims = "", signature = "", ...more] = token.length > MAX_LENGTH ? [] : token.split(".")
  if (more.length > 0 || !sameDigest(signature, yield* keyedDigest(PURPOSE + claims))) return yield* new InvalidUnsubscribeToken()
  const read = Result.flatMap(Base64Url.decodeString(claims), decode)
  if (Result.isFailure(read)) return yield* new InvalidUnsubscribeToken()
  const [userId, kind, address, taskId] = read.success
  const scope: OptOutScope = { userId, kind, address, taskId }
  return scope
})

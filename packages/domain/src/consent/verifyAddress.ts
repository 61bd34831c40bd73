import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { sameDigest } from "../account/apiKeyForm.ts"
import type { UserId } from "../ids.ts"
import { ConsentRepository } from "../ports/ConsentRepository.ts"
import type { ChannelKind, ChannelTarget } from "../ports/ChannelTarget.ts"
import { Secrets } from "../ports/Secrets.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { CODE_TRIES } from "./AddressCode.ts"
import { codeDigest } from "./codeDigest.ts"
import { consentingChannel } from "./consentingChannel.ts"
import { CodeRefused } from "./refusals.ts"
import { sameAddress } from "./sameAddress.ts"

const refused = (because: CodeRefused["because"], remaining = 0) => Result.fail(new CodeRefused({ because, remaining }))

/**
 * Verifies an address by the code that was sent to it. The last code sent is the one that counts; each wrong guess is
 * counted for good, also by those who guess in parallel.
 */
export const verifyAddress = Effect.fn("verifyAddress")(function*(
  userId: UserId,
  kind: ChannelKind,
  typed: ChannelTarget,
  code: string
) {
  const consents = yield* ConsentRepository
  const unitOfWork = yield* UnitOfWork
  const secrets = yield* Secrets
  const { address } = yield* consentingChannel(kind, typed)
  // A refusal is a value in here: a failure would roll the counted guess back.
  const judged = unitOfWork.transact(Effect.gen(function*() {
    const codes = yield* consents.lockCodes(userId)
    const now = yield* unitOfWork.now
    const pending = codes.find((each) => each.closedAt === null && each.kind === kind && sameAddress(each.address, address))
    if (pending === undefined) return refused("none_pending")
    if (DateTime.isLessThanOrEqualTo(pending.expiresAt, now)) return refused("expired")
    if (pending.tries >= CODE_TRIES) return refused("too_many_tries")
    if (!sameDigest(pending.digest, yield* codeDigest(secrets, pending.id, code.trim()))) {
      yield* consents.saveCode({ ...pending, tries: pending.tries + 1 })
      const remaining = CODE_TRIES - pending.tries - 1
      return remaining === 0 ? refused("too_many_tries") : refused("wrong", remaining)
    }
    yield* consents.saveCode({ ...pending, closedAt: now })
    // As it was spelt when the code went there, which is what was proved.
    yield* consents.verify({ userId, kind, address: pending.address, verifiedAt: now })
    return Result.succeed(pending.address)
  }))
  return yield* Effect.flatMap(judged, Effect.fromResult)
})

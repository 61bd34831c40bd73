import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { SecureRandom } from "effect/crypto"
import { type AddressCodeId, freshId, type UserId } from "../ids.ts"
import { sendOnce } from "../notification/sendOnce.ts"
import { ConsentRepository } from "../ports/ConsentRepository.ts"
import type { ChannelKind, ChannelTarget } from "../ports/ChannelTarget.ts"
import { Secrets } from "../ports/Secrets.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { type AddressCode, CODE_SENDS, CODE_SENDS_WITHIN, CODE_VALID_FOR } from "./AddressCode.ts"
import { codeDigest } from "./codeDigest.ts"
import { consentingChannel } from "./consentingChannel.ts"
import { CodeNotSent, CodesUnavailable, TooManyCodes } from "./refusals.ts"
import { sameAddress } from "./sameAddress.ts"
import { isTrusted, trustedAddresses } from "./trustedAddresses.ts"

const freshCode = SecureRandom.SecureRandom.use((random) => random.intBetween(0, 999_999)).pipe(
  Effect.map((number) => String(number).padStart(6, "0"))
)

/** Takes a place under the limit and stores the code, in one transaction. The older codes of the address stop working. */
const reserve = Effect.fn("reserveCode")(function*(userId: UserId, kind: ChannelKind, address: string) {
  const consents = yield* ConsentRepository
  const unitOfWork = yield* UnitOfWork
  const secrets = yield* Secrets
  return yield* unitOfWork.transact(Effect.gen(function*() {
    const codes = yield* consents.lockCodes(userId)
    const now = yield* unitOfWork.now
    const since = DateTime.subtractDuration(now, CODE_SENDS_WITHIN)
    const recent = codes.filter(({ createdAt }) => DateTime.isGreaterThan(createdAt, since))
    const oldest = recent[CODE_SENDS - 1]
    if (oldest !== undefined) {
      return yield* new TooManyCodes({ retryAfterMs: Duration.toMillis(DateTime.distance(since, oldest.createdAt)) })
    }
    yield* consents.forgetCodes(userId, since)
    for (const older of recent) {
      if (older.closedAt === null && older.kind === kind && sameAddress(older.address, address)) {
        yield* consents.saveCode({ ...older, closedAt: now })
      }
    }
    const id = yield* freshId<AddressCodeId>()
    const code = yield* freshCode
    const stored: AddressCode = {
      id,
      userId,
      kind,
      address,
      digest: yield* codeDigest(secrets, id, code),
      createdAt: now,
      expiresAt: DateTime.addDuration(now, CODE_VALID_FOR),
      tries: 0,
      closedAt: null
    }
    yield* consents.insertCode(stored)
    return { id, code, now }
  }))
})

/**
 * Sends a code to an address that is to be verified. `sent` is false when the address is verified already, or the
 * account's own.
 *
 * Directly, and not through the outbox: whoever asked is waiting for it, a code that comes after 15 minutes is worthless,
 * and a failure is seen at once by the one person whom it concerns. What could not be sent does not count.
 *
 * An address that the far end refuses is not told: who asks could try out which addresses exist.
 */
export const sendAddressCode = Effect.fn("sendAddressCode")(function*(userId: UserId, kind: ChannelKind, typed: ChannelTarget) {
  const consents = yield* ConsentRepository
  const { address, consent, target } = yield* consentingChannel(kind, typed)
  if (isTrusted(yield* trustedAddresses(userId, kind), address)) return { sent: false, address }
  const { code, id, now } = yield* reserve(userId, kind, address)
  const validMinutes = Duration.toMinutes(CODE_VALID_FOR)
  // Whoever hangs up meanwhile must not leave a code that counts and was not sent.
  const answer = yield* Effect.onInterrupt(
    sendOnce(() => consent.sendCode({ id, code, validMinutes }, target, { now })),
    () => Effect.ignore(consents.removeCode(id))
  )
  if (Result.isSuccess(answer)) return { sent: true, address }
  const reason = answer.failure
  if (reason._tag === "TargetRejected") {
    yield* Effect.logInfo("A verification code was refused by its recipient's server", reason)
    return { sent: true, address }
  }
  yield* consents.removeCode(id)
  if (reason._tag === "ChannelUnconfigured") return yield* new CodesUnavailable({ why: reason.message })
  return yield* new CodeNotSent({ why: reason.message })
})

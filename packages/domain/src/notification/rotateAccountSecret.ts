import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { UserId } from "../ids.ts"
import { Policy } from "../Policy.ts"
import { AccountChannels } from "../ports/AccountChannels.ts"
import type { ChannelKind } from "../ports/ChannelTarget.ts"
import { Notifiers } from "../ports/Notifier.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { issueSecret } from "../task/issueSecret.ts"
import { rotatedSecrets } from "../task/rotatedSecrets.ts"
import { ChannelUnsigned, NoDefaultChannel } from "./refusals.ts"

/**
 * Issues a new signing secret for a default channel and answers it, once. The old one signs beside it for the policy's
 * overlap.
 */
export const rotateAccountSecret = Effect.fn("rotateAccountSecret")(function*(userId: UserId, kind: ChannelKind) {
  const channels = yield* AccountChannels
  const notifiers = yield* Notifiers
  const policy = yield* Policy
  const unitOfWork = yield* UnitOfWork
  return yield* unitOfWork.transact(Effect.gen(function*() {
    const found = yield* channels.lock(userId, kind)
    if (Option.isNone(found)) return yield* new NoDefaultChannel({ kind })
    if (notifiers.get(kind)?.capabilities.signed !== true) return yield* new ChannelUnsigned({ kind })
    const now = yield* unitOfWork.now
    const { plain, secret } = yield* issueSecret()
    const secrets = rotatedSecrets(found.value.secrets, secret, now, policy.secretOverlap)
    yield* channels.save({ ...found.value, secrets, updatedAt: now })
    return plain
  }))
})

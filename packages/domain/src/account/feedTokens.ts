import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { SecureRandom } from "effect/crypto"
import { Base64Url } from "effect/encoding"
import { type FeedTokenId, freshId, type UserId } from "../ids.ts"
import { AccountRepository } from "../ports/AccountRepository.ts"
import { FeedTokenRepository } from "../ports/FeedTokenRepository.ts"
import { Secrets } from "../ports/Secrets.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import type { FeedToken } from "./FeedToken.ts"

/** There is no such feed, or it was closed. */
export class FeedNotFound extends Schema.TaggedError<FeedNotFound>()("FeedNotFound", {}) {
  override get message(): string {
    return "Feed not found"
  }
}

/** Far more than anybody has feed readers, and few enough to be looked through for one that has got about. */
export const MAX_FEEDS = 50

/** The user has as many open feeds as an account may have. */
export class TooManyFeeds extends Schema.TaggedError<TooManyFeeds>()("TooManyFeeds", { limit: Schema.Int }) {
  override get message(): string {
    return `An account has at most ${this.limit} open feeds. Revoke one that is read no longer (DELETE /api/v1/feed-tokens/{id}) first`
  }
}

/** As many as an API key has: it stands in an address and must not be guessed. */
const TOKEN_BYTES = 32

/** Opens a feed of all the user's alerts, up to `MAX_FEEDS`. The token is answered now and never again. */
export const createFeedToken = Effect.fn("createFeedToken")(function*(userId: UserId, name: string) {
  const random = yield* SecureRandom.SecureRandom
  const plain = `vf_${Base64Url.encode(yield* random.randomBytes(TOKEN_BYTES))}`
  const token: FeedToken = {
    id: yield* freshId<FeedTokenId>(),
    userId,
    name: name.trim(),
    digest: yield* Secrets.use((secrets) => secrets.digest(plain)),
    createdAt: yield* DateTime.now
  }
  const tokens = yield* FeedTokenRepository
  yield* (yield* UnitOfWork).transact(Effect.gen(function*() {
    if ((yield* tokens.lockCount(userId)) >= MAX_FEEDS) return yield* new TooManyFeeds({ limit: MAX_FEEDS })
    yield* tokens.insert(token)
  }))
  return { token, plain }
})

export const listFeedTokens = Effect.fn("listFeedTokens")(function*(userId: UserId) {
  return yield* FeedTokenRepository.use((tokens) => tokens.list(userId))
})

/** Closes a feed: its address answers nothing from now on. */
export const revokeFeedToken = Effect.fn("revokeFeedToken")(function*(userId: UserId, id: FeedTokenId) {
  if (!(yield* FeedTokenRepository.use((tokens) => tokens.delete(userId, id)))) return yield* new FeedNotFound()
})

/** Whose feed a token opens. A deactivated user's opens nothing. */
export const readerOfFeed = Effect.fn("readerOfFeed")(function*(plain: string) {
  const digest = yield* Secrets.use((secrets) => secrets.digest(plain))
  const token = yield* FeedTokenRepository.use((tokens) => tokens.findByDigest(digest))
  if (Option.isNone(token)) return yield* new FeedNotFound()
  const user = yield* AccountRepository.use((accounts) => accounts.findUser(token.value.userId))
  if (Option.isNone(user) || !user.value.isActive) return yield* new FeedNotFound()
  return token.value
})

import { freshId, IdempotencyStore, type KeptAnswer, type Principal, type RequestClaim, UnitOfWork } from "@vedette/domain"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"
import { IdempotencyKeyReused, RequestInFlight, WriteConflict } from "./requestErrors.ts"

const times = {
  keep: Duration.hours(24),
  // Longer than any answer takes: statements end after 30 s, judging a draft after two minutes.
  hold: Duration.minutes(5)
}

export interface RepeatableRequest {
  /** Of a form that `idempotencyKeyViolations` finds nothing wrong with. */
  readonly key: string
  readonly method: string
  readonly url: string
  readonly body: unknown
}

const fingerprintOf = ({ body, method, url }: RepeatableRequest): string => {
  const [path = ""] = url.split("?", 1)
  const query = url.slice(path.length + 1)
  return createHash("sha256").update(`${method} ${path.replace(/\/+$/, "")}?${query}\n`)
    .update(body instanceof Uint8Array ? body : "").digest("hex")
}

/**
 * Answers a request once, however often it is sent under one key: what it did, and that it was answered, are one
 * transaction. A refusal changed nothing and is not kept, so the same key may be used for the corrected request.
 *
 * @param answer the work; `outside` as the route says
 */
export const answerOnce = Effect.fn("answerOnce")(function*<E, R>(
  principal: Principal,
  request: RepeatableRequest,
  work: { readonly answer: Effect.Effect<{ readonly kept: KeptAnswer; readonly now: KeptAnswer }, E, R>; readonly outside: boolean }
) {
  const store = yield* IdempotencyStore
  const { transact } = yield* UnitOfWork
  const claim: RequestClaim = {
    owner: principal.userId,
    key: request.key,
    fingerprint: fingerprintOf(request),
    token: yield* freshId()
  }
  const begun = yield* store.begin(claim, times)
  switch (begun._tag) {
    case "Different":
      return yield* new IdempotencyKeyReused({ key: request.key })
    case "InFlight":
      return yield* new RequestInFlight()
    case "Answered":
      return { ...begun.answer, headers: { ...begun.answer.headers, "idempotent-replayed": "true" } }
  }
  const finished = Effect.gen(function*() {
    const { kept, now } = yield* work.answer
    // Somebody took our place because we were too slow; what they do must not be done twice.
    if (!(yield* store.finish(claim, kept))) return yield* new WriteConflict()
    return now
  })
  return yield* (work.outside ? finished : transact(finished)).pipe(
    Effect.onError(() => Effect.ignore(store.abandon(claim)))
  )
})

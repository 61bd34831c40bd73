import { type Begun, IdempotencyStore, type RequestClaim } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as HashMap from "effect/HashMap"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { changed, MemoryDatabase } from "./MemoryDatabase.ts"
import type { KeptRequest, MemoryState } from "./MemoryState.ts"

const placeOf = ({ key, owner }: RequestClaim): string => `${owner} ${key}`

/** The request of a claim, where that claim is still the one that is to answer it. */
const held = (state: MemoryState, claim: RequestClaim): Option.Option<KeptRequest> =>
  Option.filter(HashMap.get(state.requests, placeOf(claim)), ({ answer, token }) => answer === null && token === claim.token)

const begunAs = (stored: KeptRequest, claim: RequestClaim): Begun => {
  if (stored.fingerprint !== claim.fingerprint) return { _tag: "Different" }
  return stored.answer === null ? { _tag: "InFlight" } : { _tag: "Answered", answer: stored.answer }
}

export const MemoryIdempotencyStore = Layer.effect(
  IdempotencyStore,
  Effect.map(MemoryDatabase, ({ write }) =>
    IdempotencyStore.of({
      begin: (claim, { hold, keep }) =>
        write<Begun>((state, now) => {
          const nowMs = DateTime.toEpochMillis(now)
          const stored = Option.filter(
            HashMap.get(state.requests, placeOf(claim)),
            ({ answer, fingerprint, forgetMs, heldMs }) =>
              forgetMs > nowMs && (answer !== null || heldMs > nowMs || fingerprint !== claim.fingerprint)
          )
          if (Option.isSome(stored)) return changed(begunAs(stored.value, claim), state)
          const { fingerprint, token } = claim
          const request: KeptRequest = {
            fingerprint,
            token,
            heldMs: nowMs + Duration.toMillis(hold),
            forgetMs: nowMs + Duration.toMillis(keep),
            answer: null
          }
          return changed({ _tag: "New" }, { ...state, requests: HashMap.set(state.requests, placeOf(claim), request) })
        }),
      finish: (claim, answer) =>
        write((state) =>
          Option.match(held(state, claim), {
            onNone: () => changed(false, state),
            onSome: (request) =>
              changed(true, { ...state, requests: HashMap.set(state.requests, placeOf(claim), { ...request, answer }) })
          })
        ),
      abandon: (claim) =>
        write((state) =>
          changed(
            undefined,
            Option.isNone(held(state, claim)) ? state : { ...state, requests: HashMap.remove(state.requests, placeOf(claim)) }
          )
        ),
      prune: (limit) =>
        write((state, now) => {
          const nowMs = DateTime.toEpochMillis(now)
          const over = HashMap.toEntries(state.requests).filter(([, { forgetMs }]) => forgetMs <= nowMs).slice(0, limit)
          return changed(over.length, { ...state, requests: HashMap.removeMany(state.requests, over.map(([place]) => place)) })
        })
    }))
)

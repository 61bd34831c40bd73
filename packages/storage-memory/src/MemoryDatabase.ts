import { StorageError, type StorageReason, type UnitOfWork } from "@vedette/domain"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as PubSub from "effect/PubSub"
import * as Result from "effect/Result"
import * as Semaphore from "effect/Semaphore"
import { AmbientTransactions } from "./AmbientTransactions.ts"
import { emptyState, type MemoryState } from "./MemoryState.ts"

/** What a statement did: its answer and the state after it, or why it was refused. */
export type Change<A> = Result.Result<readonly [answer: A, after: MemoryState], StorageReason>

export const changed = <A>(answer: A, after: MemoryState): Change<A> => Result.succeed([answer, after])
export const refused = (reason: StorageReason): Change<never> => Result.fail(reason)

/**
 * How often a transaction that met contention is run in all, as in every adapter. Serial transactions never contend
 * here by themselves; what a test or a simulation injects does.
 */
const RUNS = 3

const isContention = (error: unknown): boolean => error instanceof StorageError && error.reason._tag === "Contention"

/**
 * One state, one writer at a time. Transactions are serial; a reader outside of one sees the last commit and never
 * waits, as on a real database: a reader that waited would deadlock a transaction that waits for the reader.
 */
export class MemoryDatabase extends Context.Service<MemoryDatabase, {
  readonly transact: UnitOfWork["Service"]["transact"]
  /** The storage's one clock; inside a transaction, the time it began. */
  readonly now: Effect.Effect<DateTime.Utc>
  readonly read: <A>(query: (state: MemoryState, now: DateTime.Utc) => A) => Effect.Effect<A>
  /** Atomic by itself; joins the ambient transaction if there is one. `now` is the storage's. */
  readonly write: <A>(change: (state: MemoryState, now: DateTime.Utc) => Change<A>) => Effect.Effect<A, StorageError>
  /** What everybody outside of a transaction sees. */
  readonly committed: () => MemoryState
  /** One message after each commit that may have made a task due sooner. */
  readonly wakes: PubSub.PubSub<void>
}>()("@vedette/storage-memory/MemoryDatabase") {
  static readonly layer = Layer.effect(
    MemoryDatabase,
    Effect.gen(function*() {
      const turn = yield* Semaphore.make(1)
      // A hint carries nothing, so a slow listener needs only the latest: one slot, sliding.
      const wakes = yield* PubSub.sliding<void>(1)
      let committed = emptyState
      let working = emptyState
      // Joining asks for the token of the transaction that is open now: a fiber that outlived its transaction has
      // only a dead token, and starts one of its own.
      let open: { readonly began: DateTime.Utc } | null = null

      const ofFiber = (fiber: Fiber.Fiber<unknown, unknown>) =>
        open !== null && fiber.getRef(AmbientTransactions).has(open) ? open : null
      const timeOf = (fiber: Fiber.Fiber<unknown, unknown>) =>
        ofFiber(fiber)?.began ?? DateTime.makeUnsafe(fiber.getRef(Clock.Clock).currentTimeMillisUnsafe())
      const joined = Effect.withFiber((fiber) => Effect.succeed(ofFiber(fiber)))
      const now = Effect.withFiber((fiber) => Effect.succeed(timeOf(fiber)))

      /** Puts back what the failed part of the open transaction wrote, as a savepoint does. */
      const nested = <A, E, R>(work: Effect.Effect<A, E, R>) =>
        Effect.suspend(() => {
          const savepoint = working
          return Effect.onExit(work, (exit) =>
            Effect.sync(() => {
              if (Exit.isFailure(exit)) working = savepoint
            }))
        })

      const outermost = <A, E, R>(work: Effect.Effect<A, E, R>) =>
        Effect.uninterruptibleMask((restore) =>
          Effect.gen(function*() {
            const token = { began: yield* DateTime.now }
            open = token
            working = committed
            const ambient = yield* AmbientTransactions
            const exit = yield* Effect.exit(
              restore(Effect.provideService(work, AmbientTransactions, new Set([...ambient, token])))
            )
            open = null
            if (Exit.isSuccess(exit)) {
              const wake = working.wakes !== committed.wakes
              committed = working
              if (wake) yield* PubSub.publish(wakes, undefined)
            }
            return yield* exit
          })
        ).pipe(turn.withPermit)

      const transact = <A, E, R>(work: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
        Effect.flatMap(joined, (inside) =>
          inside === null
            ? Effect.retry(outermost(work), { times: RUNS - 1, while: isContention })
            : nested(work))

      return MemoryDatabase.of({
        transact,
        wakes,
        now,
        committed: () => committed,
        read: (query) =>
          Effect.withFiber((fiber) => Effect.succeed(query(ofFiber(fiber) === null ? committed : working, timeOf(fiber)))),
        write: (change) => {
          // A change is whole or refused, so inside a transaction it needs no savepoint of its own.
          const inside = Effect.withFiber((fiber) => {
            const result = change(working, timeOf(fiber))
            if (Result.isFailure(result)) return Effect.fail(new StorageError({ reason: result.failure }))
            const [answer, after] = result.success
            working = after
            return Effect.succeed(answer)
          })
          return Effect.withFiber((fiber) => ofFiber(fiber) === null ? transact(inside) : inside)
        }
      })
    })
  )
}

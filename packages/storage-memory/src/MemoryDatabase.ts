import { StorageError, type StorageReason, type UnitOfWork } from "@vedette/domain"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
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
 * One state, one writer at a time. Transactions are serial; a reader outside of one sees the last commit and never
 * waits, as on a real database: a reader that waited would deadlock a transaction that waits for the reader.
 */
export class MemoryDatabase extends Context.Service<MemoryDatabase, {
  readonly transact: UnitOfWork["Service"]["transact"]
  readonly read: <A>(query: (state: MemoryState, now: DateTime.Utc) => A) => Effect.Effect<A>
  /** Atomic by itself; joins the ambient transaction if there is one. `now` is the storage's one clock. */
  readonly write: <A>(change: (state: MemoryState, now: DateTime.Utc) => Change<A>) => Effect.Effect<A, StorageError>
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
      let open: object | null = null

      const joins = Effect.map(AmbientTransactions, (ambient) => open !== null && ambient.has(open))

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
            const token = {}
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
        Effect.flatMap(joins, (inside) => inside ? nested(work) : outermost(work))

      return MemoryDatabase.of({
        transact,
        wakes,
        read: (query) =>
          Effect.gen(function*() {
            const inside = yield* joins
            const now = yield* DateTime.now
            return query(inside ? working : committed, now)
          }),
        write: (change) =>
          transact(Effect.flatMap(DateTime.now, (now) => {
            const result = change(working, now)
            if (Result.isFailure(result)) return Effect.fail(new StorageError({ reason: result.failure }))
            const [answer, after] = result.success
            working = after
            return Effect.succeed(answer)
          }))
      })
    })
  )
}

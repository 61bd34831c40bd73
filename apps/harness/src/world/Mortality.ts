import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"

/** Whether the running fiber is inside a transaction of its worker. */
const InTransaction = Context.Reference<boolean>("@vedette/harness/InTransaction", { defaultValue: () => false })

/**
 * The switch between a worker and everything outside of it. Once it is killed no operation of the worker begins and
 * none returns to it: its fibers hang where they stood, no finalizer runs, and an open transaction is rolled back,
 * as a database does when a connection drops.
 */
export interface Mortality {
  readonly kill: Effect.Effect<void>
  /** As a process that is suspended, or cut off from everything: it goes on where it stood once it is thawed. */
  readonly freeze: Effect.Effect<void>
  readonly thaw: Effect.Effect<void>
  readonly isDead: () => boolean
  /** Operations begun so far: the instructions at which a kill can be told apart. */
  readonly operations: () => number
  readonly statement: <A, E, R>(operation: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  readonly transaction: <A, E, R>(transact: (inside: boolean) => Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  /** A request on its way is cut off; its answer never comes. */
  readonly request: <A, E, R>(operation: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
}

/** @param diesAtOperation the worker is killed as it begins this operation, counted from 1; null: it lives until told */
export const makeMortality = (diesAtOperation: number | null): Effect.Effect<Mortality> =>
  Effect.map(Effect.all([Deferred.make<never>(), Latch.make(true)]), ([killed, awake]) => {
    let dead = false
    let operations = 0
    const die = Effect.suspend(() => {
      dead = true
      // Nobody is answered: completing it only tells requests to end.
      return Effect.asVoid(Deferred.die(killed, "killed"))
    })
    const begin = Effect.andThen(
      awake.await,
      Effect.suspend(() => {
        operations += 1
        return !dead && operations === diesAtOperation ? die : Effect.void
      })
    )
    /** Inside a transaction it has to unwind, so that the transaction is rolled back; outside it simply stops. */
    const stop = Effect.flatMap(InTransaction, (inside) => inside ? Effect.die("killed") : Effect.never)
    const unlessDead = <A, E, R>(operation: Effect.Effect<A, E, R>) =>
      Effect.suspend((): Effect.Effect<A, E, R> => dead ? stop : operation)

    const statement: Mortality["statement"] = (operation) =>
      begin.pipe(
        Effect.andThen(unlessDead(operation)),
        Effect.catchCause((cause) => unlessDead(Effect.failCause(cause))),
        Effect.flatMap((answer) => unlessDead(Effect.succeed(answer)))
      )
    return {
      kill: die,
      freeze: Effect.asVoid(awake.close),
      thaw: Effect.asVoid(awake.open),
      isDead: () => dead,
      operations: () => operations,
      statement,
      transaction: (transact) =>
        Effect.flatMap(InTransaction, (inside) =>
          inside ? transact(true) : begin.pipe(
            Effect.andThen(unlessDead(Effect.provideService(transact(false), InTransaction, true))),
            Effect.catchCause((cause) => unlessDead(Effect.failCause(cause))),
            Effect.flatMap((answer) => unlessDead(Effect.succeed(answer)))
          )),
      request: (operation) =>
        begin.pipe(
          Effect.andThen(unlessDead(Effect.raceFirst(operation, Deferred.await(killed)))),
          Effect.catchCause((cause) => unlessDead(Effect.failCause(cause))),
          Effect.flatMap((answer) => unlessDead(Effect.succeed(answer)))
        )
    }
  })

import { StorageError } from "@vedette/domain"
import * as Cause from "effect/Cause"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import { type BrokenStorage, brokenStorage } from "./brokenStorage.ts"
import { InTransaction } from "./InTransaction.ts"

const isContention = (error: unknown): boolean => error instanceof StorageError && error.reason._tag === "Contention"

/** Units of work with one defect each, over the memory storage. */
export const brokenUnitsOfWork: ReadonlyArray<BrokenStorage> = [
  brokenStorage(
    "does not roll back",
    ({ unitOfWork }) => ({ unitOfWork: { ...unitOfWork, transact: (work) => work } }),
    "a failure inside a transaction leaves nothing behind",
    "a defect inside a transaction leaves nothing behind",
    "an interruption inside a transaction leaves nothing behind",
    "a nested transaction is undone with the outer one",
    "a nested transaction that fails takes back its own writes, and the outer one goes on",
    "what is not committed is seen by nobody else",
    "what a lock read stays true until the transaction ends",
    "now is the storage's own time, and inside a transaction the time it began",
    "a transaction that met contention is run again, three times in all, from where it began",
    "a nested transaction that met contention is run again with the outermost one, and not by itself",
    "who counts a user's keys to add one is not overtaken: of many at once one takes the last place",
    "two who use the codes of one user at once do so one after the other, even the first two",
    "who counts a user's feed tokens to add one is not overtaken: of many at once one takes the last place",
    "two who change one default channel at once do so one after the other, even the first two",
    "who asks for a user's active tasks to add one is not overtaken: of many at once one takes the last place",
    "what is finished in a transaction that is rolled back is not finished",
    "schedule is atomic: kept with the caller's transaction, and rolled back with it",
    "run now and cancel are rolled back with the caller's transaction",
    "a settle rolled back leaves the claim live"
  ),
  brokenStorage(
    "never commits",
    ({ unitOfWork }) => ({
      unitOfWork: {
        ...unitOfWork,
        transact: <A, E, R>(work: Effect.Effect<A, E, R>) =>
          unitOfWork.transact(Effect.flatMap(Effect.exit(work), (exit) => Effect.fail({ exit }))).pipe(
            Effect.catch((error): Effect.Effect<A, E | StorageError> =>
              "exit" in error ? error.exit : Effect.fail(error)
            )
          )
      }
    }),
    "a transaction that succeeds leaves all of its writes",
    "a nested transaction that fails takes back its own writes, and the outer one goes on",
    "what is not committed is seen by nobody else",
    "what a lock read stays true until the transaction ends",
    "now is the storage's own time, and inside a transaction the time it began",
    "a transaction that met contention is run again, three times in all, from where it began",
    "a nested transaction that met contention is run again with the outermost one, and not by itself",
    "an insert that was refused leaves the transaction it was in usable",
    "who counts a user's keys to add one is not overtaken: of many at once one takes the last place",
    "two who use the codes of one user at once do so one after the other, even the first two",
    "who counts a user's feed tokens to add one is not overtaken: of many at once one takes the last place",
    "two who change one default channel at once do so one after the other, even the first two",
    "who asks for a user's active tasks to add one is not overtaken: of many at once one takes the last place",
    "what is finished in a transaction that is rolled back is not finished",
    "schedule is atomic: kept with the caller's transaction, and rolled back with it",
    "settling after a cancel in one transaction ends the claim, and the cancel stands"
  ),
  brokenStorage(
    "hides a transaction's own writes from it",
    ({ tasks, unitOfWork }) => ({
      unitOfWork: {
        ...unitOfWork,
        transact: (work) => unitOfWork.transact(Effect.provideService(work, InTransaction, true))
      },
      tasks: {
        ...tasks,
        find: (id) => Effect.flatMap(InTransaction, (inside) => inside ? Effect.succeed(Option.none()) : tasks.find(id))
      }
    }),
    "a transaction sees its own writes"
  ),
  brokenStorage(
    "rolls back failures only",
    ({ unitOfWork }) => ({
      unitOfWork: {
        ...unitOfWork,
        transact: (work) =>
          unitOfWork.transact(Effect.exit(work).pipe(
            Effect.flatMap((exit) =>
              Exit.isFailure(exit) && Option.isSome(Cause.findErrorOption(exit.cause))
                ? Effect.failCause(exit.cause)
                : Effect.succeed(exit)
            )
          )).pipe(Effect.flatMap((exit) => exit))
      }
    }),
    "a defect inside a transaction leaves nothing behind"
  ),
  brokenStorage(
    "keeps the writes of a nested transaction that failed",
    ({ unitOfWork }) => ({
      unitOfWork: {
        ...unitOfWork,
        transact: (work) =>
          Effect.flatMap(InTransaction, (inside) =>
            inside ? work : unitOfWork.transact(Effect.provideService(work, InTransaction, true)))
      }
    }),
    "a nested transaction that fails takes back its own writes, and the outer one goes on"
  ),
  brokenStorage(
    "answers the present in the middle of a transaction",
    ({ unitOfWork }) => ({ unitOfWork: { ...unitOfWork, now: DateTime.now } }),
    "now is the storage's own time, and inside a transaction the time it began"
  ),
  brokenStorage(
    "gives up at the first contention",
    ({ unitOfWork }) => ({
      unitOfWork: {
        ...unitOfWork,
        transact: <A, E, R>(work: Effect.Effect<A, E, R>) =>
          unitOfWork.transact(Effect.mapError(work, (hidden) => ({ hidden }))).pipe(
            Effect.mapError((error): E | StorageError => "hidden" in error ? error.hidden : error)
          )
      }
    }),
    "a transaction that met contention is run again, three times in all, from where it began",
    "a nested transaction that met contention is run again with the outermost one, and not by itself"
  ),
  brokenStorage(
    "runs whatever failed again",
    ({ unitOfWork }) => ({
      unitOfWork: {
        ...unitOfWork,
        transact: (work) =>
          Effect.flatMap(InTransaction, (inside) =>
            Effect.retry(unitOfWork.transact(Effect.provideService(work, InTransaction, true)), {
              times: inside ? 0 : 2,
              while: (error) => error instanceof StorageError && !isContention(error)
            }))
      }
    }),
    "a transaction that failed for another reason is not run again"
  ),
  brokenStorage(
    "runs a nested transaction again by itself",
    ({ unitOfWork }) => ({
      unitOfWork: {
        ...unitOfWork,
        transact: (work) =>
          Effect.flatMap(InTransaction, (inside) =>
            Effect.retry(unitOfWork.transact(Effect.provideService(work, InTransaction, true)), {
              times: inside ? 2 : 0,
              while: isContention
            }))
      }
    }),
    "a nested transaction that met contention is run again with the outermost one, and not by itself"
  )
]

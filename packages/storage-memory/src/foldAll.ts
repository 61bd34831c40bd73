import type { StorageReason } from "@vedette/domain"
import * as Result from "effect/Result"
import type { MemoryState } from "./MemoryState.ts"

/** The state after all of a batch's writes, or why the first of them that was refused was: then none counts. */
export const foldAll = <A>(
  state: MemoryState,
  batch: ReadonlyArray<A>,
  write: (state: MemoryState, row: A) => Result.Result<MemoryState, StorageReason>
): Result.Result<MemoryState, StorageReason> =>
  batch.reduce(
    (after, row) => Result.flatMap(after, (sofar) => write(sofar, row)),
    Result.succeed(state) as Result.Result<MemoryState, StorageReason>
  )

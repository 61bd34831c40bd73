import * as Cause from "effect/Cause"
import * as Option from "effect/Option"
import type { StorageError } from "./StorageError.ts"

/** Whether nothing was refused: the storage is away, or whoever asked it has to stop. The same may succeed when all of it is tried again. */
export const mayPass = (cause: Cause.Cause<StorageError>): boolean =>
  Cause.hasInterrupts(cause) || Option.exists(Cause.findErrorOption(cause), (error) => error.isRetryable)

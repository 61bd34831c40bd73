import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type { StorageError } from "./StorageError.ts"

/** A turn at a duty that this process has taken. */
export interface Shift {
  readonly name: string
  /** Rises with every shift of the duty: a process that lost its shift can end nobody else's. */
  readonly fence: number
}

/** Either the shift is ours, or somebody else has it or it is not due: then look again after `wait`. */
export type ShiftOffer =
  | { readonly _tag: "Taken"; readonly shift: Shift }
  | { readonly _tag: "NotNow"; readonly wait: Duration.Duration }

/**
 * When recurring duties are due next, and who is at them: one process at a time, over any number of them.
 *
 * All comparisons with the present use the storage's one clock.
 *
 * Laws
 * - *one shift at a time*: of many who ask at once for a due duty, one takes it, until it is ended or its lease runs out.
 * - *never early*: a shift is not offered before the instant that the last one was ended with.
 * - *announced once*: a duty that nobody has announced is unknown and never offered; announcing it again moves it
 *   forward at most, never back.
 * - *a lost shift changes nothing*: `end` and `extend` of a shift whose lease ran out and that another took answer
 *   false and write nothing.
 * - *a dead process's shift comes back* once its lease has run out.
 */
export class DutyRoster extends Context.Service<DutyRoster, {
  /** The duty exists, and is due at `dueAt` at the latest. */
  readonly announce: (name: string, dueAt: DateTime.Utc) => Effect.Effect<void, StorageError>
  readonly take: (
    name: string,
    options: { readonly lease: Duration.Duration; readonly worker: string }
  ) => Effect.Effect<ShiftOffer, StorageError>
  /** The process is alive and still at it. False: the shift was lost. */
  readonly extend: (shift: Shift, lease: Duration.Duration) => Effect.Effect<boolean, StorageError>
  /** The shift is over, and the duty due again at `next`. False: the shift was lost. */
  readonly end: (shift: Shift, next: DateTime.Utc) => Effect.Effect<boolean, StorageError>
}>()("@vedette/domain/ports/DutyRoster") {}

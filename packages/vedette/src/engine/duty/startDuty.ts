import { DutyRoster, type Shift, UnitOfWork } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { makeOutageLog } from "../../observability/makeOutageLog.ts"
import { EngineOptions } from "../EngineOptions.ts"
import { Fitness } from "../Fitness.ts"
import { type DutySchedule, firstOccurrence, nextOccurrence } from "./DutySchedule.ts"

/** Something that has to be done again and again, by one process of all. */
export interface Duty<E, R> {
  /** Unique among all duties of the installation; it names the row that says when it is due. */
  readonly name: string
  readonly schedule: DutySchedule
  /**
   * One shift. It may be cut short at any point and begun again elsewhere, and where a process stood still beyond its
   * lease two may overlap for a moment: what it writes has to bear that.
   */
  readonly perform: Effect.Effect<void, E, R>
}

/** A process that dies during a shift is replaced after this. Short shifts and long ones alike: they are extended. */
const SHIFT_LEASE = Duration.seconds(60)
const EXTEND_EVERY = Duration.seconds(20)

/** A shift that failed is tried again so soon, or at the duty's next instant if that comes first. */
const RETRY_AFTER = Duration.minutes(1)

/** The longest sleep: another process's shift may fail, and be due again sooner than it was to be. */
const LOOK_AGAIN_WITHIN = Duration.minutes(1)

/** A store that cannot be reached is asked again after a pause, not in a tight loop. */
const PAUSE_AFTER_ERROR = Duration.seconds(5)

const sooner = (a: DateTime.Utc, b: DateTime.Utc): DateTime.Utc => DateTime.isLessThan(a, b) ? a : b

/**
 * Performs a duty whenever it is due and nobody else is at it, for the life of the scope. A failure is logged and tried
 * again; a shift that the scope's end cuts short is due at once for the next process.
 */
export const startDuty = Effect.fn("startDuty")(function*<E, R>(duty: Duty<E, R>) {
  const { worker } = yield* EngineOptions
  const roster = yield* DutyRoster
  const unitOfWork = yield* UnitOfWork
  const isFit = yield* Fitness
  const log = makeOutageLog(`The duty ${duty.name}`, "looked at")

  const extending = (shift: Shift) =>
    Effect.sleep(EXTEND_EVERY).pipe(
      Effect.andThen(roster.extend(shift, SHIFT_LEASE)),
      // A store that does not answer is no reason to stop: the shift is lost when another process takes it, and not before.
      Effect.orElseSucceed(() => true),
      Effect.repeat({ while: (ours) => ours }),
      Effect.andThen(Effect.logWarning(`The duty ${duty.name} was taken over by another process; it is stopped here`))
    )

  const work = Effect.fnUntraced(function*(shift: Shift) {
    const done = yield* Effect.raceFirst(duty.perform, extending(shift)).pipe(
      Effect.as(true),
      Effect.catchCause((cause) =>
        Effect.as(Effect.logWarning(`The duty ${duty.name} failed; it is tried again`, cause), false))
    )
    const now = yield* unitOfWork.now
    const next = nextOccurrence(duty.schedule, now)
    yield* roster.end(shift, done ? next : sooner(next, DateTime.addDuration(now, RETRY_AFTER)))
  })

  const handBack = (shift: Shift) =>
    Effect.ignore(Effect.flatMap(unitOfWork.now, (now) => roster.end(shift, now)))

  const turn = Effect.uninterruptibleMask((restore) =>
    Effect.gen(function*() {
      if (!(yield* isFit)) return yield* restore(Effect.sleep(PAUSE_AFTER_ERROR))
      const offer = yield* roster.take(duty.name, { lease: SHIFT_LEASE, worker })
      yield* log.worked
      if (offer._tag === "Taken") {
        yield* restore(work(offer.shift)).pipe(
          Effect.onExit((exit) => Exit.hasInterrupts(exit) ? handBack(offer.shift) : Effect.void)
        )
        return
      }
      yield* restore(Effect.sleep(Duration.min(offer.wait, LOOK_AGAIN_WITHIN)))
    })
  )
  const announce = Effect.flatMap(unitOfWork.now, (now) => roster.announce(duty.name, firstOccurrence(duty.schedule, now)))
  const patiently = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
    Effect.catchCause(effect, (cause) =>
      log.failed(cause).pipe(Effect.andThen(Effect.sleep(PAUSE_AFTER_ERROR)), Effect.as(null)))

  yield* Effect.forkScoped(
    Effect.repeat(patiently(Effect.as(announce, true)), { until: (announced) => announced === true }).pipe(
      Effect.andThen(Effect.forever(patiently(turn)))
    )
  )
})

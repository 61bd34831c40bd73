import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { TestClock } from "effect/testing"

/**
 * Time as the storage under test sees it. The laws of leases and due times are written in `unit`s and let time pass
 * by `elapse` alone, so one text is instant on a virtual clock and short on a database that has its own.
 */
export class ContractTime extends Context.Service<ContractTime, {
  /** A short while: longer than any one call of the adapter takes, so that "at once" and "a unit later" differ. */
  readonly unit: Duration.Duration
  /** The storage's present. */
  readonly now: Effect.Effect<DateTime.Utc>
  /** Lets the storage's clock advance by at least `duration`. */
  readonly elapse: (duration: Duration.Duration) => Effect.Effect<void>
}>()("@vedette/testkit/ContractTime") {}

/** For adapters on Effect's Clock. Brings the TestClock with it: provide it to the adapter by `Layer.provideMerge`. */
export const virtualTime: Layer.Layer<ContractTime> = Layer.effect(
  ContractTime,
  Effect.map(TestClock.testClockWith(Effect.succeed), (clock) =>
    ContractTime.of({
      unit: Duration.minutes(1),
      now: DateTime.now,
      elapse: (duration) => clock.adjust(duration)
    }))
).pipe(Layer.provideMerge(TestClock.layer()))

/**
 * For adapters on a clock that cannot be moved, such as a database's own.
 *
 * @param unit default 300 ms: above the slowest single statement seen on a loaded two-core machine, and the whole
 * suite still waits less than half a minute
 */
export const realTime = (unit: Duration.Duration = Duration.millis(300)): Layer.Layer<ContractTime> =>
  Layer.succeed(ContractTime, ContractTime.of({ unit, now: DateTime.now, elapse: (duration) => Effect.sleep(duration) }))

import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type { Usage } from "../Judgement.ts"
import { OnCutOff } from "../OnCutOff.ts"

export interface SharedOptions<A, E> {
  /** How long a result serves whoever asks the same; zero: only those who ask while it is being found. */
  readonly keepFor: Duration.Duration | ((value: A) => Duration.Duration)
  /** Results kept at a time; the oldest goes first. */
  readonly capacity: number
  /** A failure as those get it who did not pay for the work; left out, as it is. */
  readonly unpaid?: (error: E) => E
}

export interface SharedResult<A> {
  readonly value: A
  /** Somebody else's work: it has cost nothing here. */
  readonly shared: boolean
}

/**
 * Does the same work once for all who want it: one flight at a time for a key, and its result for a while after.
 *
 * Laws
 * - A failure is handed to those who waited for it and is not kept.
 * - One who is interrupted leaves the others' flight alone; when the last one leaves, the work is interrupted.
 * - One of those who wait for a result or a failure has not got it shared, whoever started the work and left: somebody pays, once.
 * - What a flight may have cost that is interrupted is told to the one who left last (`OnCutOff`).
 * - A result is younger than `keepFor`, and at most `capacity` are kept.
 */
export const makeShared = <A, E>(options: SharedOptions<A, E>) => {
  interface Flight {
    readonly fiber: Fiber.Fiber<A, E>
    waiting: number
    /** Whether one has taken the result as its own work. */
    paid: boolean
    readonly cutOff: Array<Usage>
  }
  const flights = new Map<string, Flight>()
  const kept = new Map<string, { readonly value: A; readonly until: number }>()

  const keep = Effect.fnUntraced(function*(key: string, value: A) {
    const now = yield* Clock.currentTimeMillis
    const keepFor = typeof options.keepFor === "function" ? options.keepFor(value) : options.keepFor
    kept.delete(key)
    kept.set(key, { value, until: now + Duration.toMillis(keepFor) })
    // Oldest first: whole pages are not held for hours by a cache of seconds.
    for (const [old, { until }] of kept) {
      if (until > now && kept.size <= options.capacity) break
      kept.delete(old)
    }
  })

  const board = Effect.fnUntraced(function*(key: string, work: Effect.Effect<A, E>) {
    const flight = flights.get(key)
    if (flight !== undefined) {
      flight.waiting += 1
      return flight
    }
    const cutOff: Array<Usage> = []
    // Not a child of the one who asks first: others may be waiting for it when that one has gone.
    const fiber = yield* work.pipe(
      Effect.tap((value) => keep(key, value)),
      Effect.provideService(OnCutOff, (usage) => Effect.sync(() => void cutOff.push(usage))),
      Effect.interruptible,
      Effect.forkDetach
    )
    const started: Flight = { fiber, waiting: 1, paid: false, cutOff }
    flights.set(key, started)
    return started
  })

  const leave = (key: string, flight: Flight) =>
    Effect.suspend(() => {
      flight.waiting -= 1
      if (flight.waiting > 0) return Effect.void
      if (flights.get(key) === flight) flights.delete(key)
      return Effect.flatMap(OnCutOff, (tell) => Effect.andThen(Fiber.interrupt(flight.fiber), Effect.suspend(() => Effect.forEach(flight.cutOff, tell))))
    })

  return (key: string, work: Effect.Effect<A, E>): Effect.Effect<SharedResult<A>, E> =>
    Effect.gen(function*() {
      const found = kept.get(key)
      if (found !== undefined && found.until > (yield* Clock.currentTimeMillis)) return { value: found.value, shared: true }
      return yield* Effect.acquireUseRelease(
        board(key, work),
        (flight) => {
          const pay = () => {
            const shared = flight.paid
            flight.paid = true
            return shared
          }
          return Fiber.join(flight.fiber).pipe(
            Effect.map((value) => ({ value, shared: pay() })),
            Effect.mapError((error) => pay() && options.unpaid !== undefined ? options.unpaid(error) : error)
          )
        },
        (flight) => leave(key, flight)
      )
    })
}

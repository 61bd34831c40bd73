import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Scheduler from "effect/Scheduler"
import { makeTimerHeap, type Timer } from "./TimerHeap.ts"

/**
 * A clock that stands still while anything can go on, and the scheduler that knows it. Everything runs in one thread and
 * in one order, so a history is the same however fast the machine is.
 *
 * Two kinds of timers. Those of the *world* (an answer on its way, a slow statement, an event of the plan) ring exactly
 * then. The *idle* ones of programs that only want to look whether there is something to do may be slept past together:
 * no sleep promises to end in time, and looking at a store in which nothing is due changes nothing. That makes
 * a month as short as what happens in it.
 */
export interface VirtualTime {
  readonly nowMs: () => number
  readonly scheduler: Scheduler.Scheduler
  /** Runs whatever can run now. */
  readonly settle: () => void
  /** Whether something ran on and on without letting time pass; it was stopped. */
  readonly isSpinning: () => boolean
  readonly at: (atMs: number, kind: "world" | "idle", ring: () => void) => Timer
  /** When the next timer of the world rings; none: null. */
  readonly nextOfWorld: () => number | null
  /** Puts the idle timers before an instant off to it, each by a little more of its own. */
  readonly sleepPast: (untilMs: number, lateMs: (lengthMs: number) => number) => void
  /** Goes to the next instant at which a timer rings, not beyond `untilMs`. */
  readonly advance: (untilMs: number) => void
  /** Rings what is due by now. */
  readonly ring: () => void
  /** Waits in virtual time, exactly. */
  readonly worldClock: Clock.Clock
}

/** A clock that shows the virtual time and sleeps as it is told. */
export const clockOf = (
  nowMs: () => number,
  sleepMs: (ms: number, wake: () => void) => () => void
): Clock.Clock => {
  const nanos = () => BigInt(Math.round(nowMs())) * 1_000_000n
  return {
    currentTimeMillisUnsafe: nowMs,
    currentTimeMillis: Effect.sync(nowMs),
    currentTimeNanosUnsafe: nanos,
    currentTimeNanos: Effect.sync(nanos),
    monotonicTimeNanosUnsafe: nanos,
    monotonicTimeNanos: Effect.sync(nanos),
    sleep: (duration) => {
      const ms = Duration.toMillis(duration)
      if (ms <= 0) return Effect.yieldNow
      if (!Number.isFinite(ms)) return Effect.never
      return Effect.callback<void>((resume) => {
        const cancel = sleepMs(Math.ceil(ms), () => resume(Effect.void))
        return Effect.sync(cancel)
      })
    }
  }
}

/** Far more than everything at once takes. */
const SPINS_AFTER = 100_000

export const makeVirtualTime = (startMs: number): VirtualTime => {
  let now = startMs
  let order = 0
  let ready: Array<() => void> = []
  let atThisInstant = 0
  let spins = false
  const world = makeTimerHeap()
  const idle = makeTimerHeap()

  const dispatcher: Scheduler.SchedulerDispatcher = {
    scheduleTask: (task) => void ready.push(task),
    flush: () => undefined
  }
  const scheduler: Scheduler.Scheduler = {
    executionMode: "async",
    shouldYield: (fiber) => fiber.currentOpCount >= 2_048,
    makeDispatcher: () => dispatcher
  }
  const settle = () => {
    while (ready.length > 0 && !spins) {
      const tasks = ready
      ready = []
      atThisInstant += tasks.length
      if (atThisInstant > SPINS_AFTER) spins = true
      for (const task of tasks) task()
    }
  }
  const at: VirtualTime["at"] = (atMs, kind, ring) => {
    const timer: Timer = { atMs, lengthMs: atMs - now, order: order++, ring, cancelled: false }
    ;(kind === "world" ? world : idle).push(timer)
    return timer
  }
  const nowMs = () => now
  return {
    nowMs,
    scheduler,
    settle,
    isSpinning: () => spins,
    at,
    nextOfWorld: () => world.peek()?.atMs ?? null,
    sleepPast: (untilMs, lateMs) => {
      for (;;) {
        const next = idle.peek()
        if (next === undefined || next.atMs >= untilMs) return
        idle.pop()
        next.atMs = untilMs + lateMs(next.lengthMs)
        idle.push(next)
      }
    },
    advance: (untilMs) => {
      const next = Math.min(world.peek()?.atMs ?? Infinity, idle.peek()?.atMs ?? Infinity, untilMs)
      if (next > now) {
        now = next
        atThisInstant = 0
      }
    },
    ring: () => {
      for (const heap of [world, idle]) {
        for (;;) {
          const timer = heap.peek()
          if (timer === undefined || timer.atMs > now || spins) break
          heap.pop()
          timer.ring()
          // One after the other: what a timer sets going comes to rest before the next rings.
          settle()
        }
      }
    },
    worldClock: clockOf(nowMs, (ms, wake) => {
      const timer = at(now + ms, "world", wake)
      return () => {
        timer.cancelled = true
      }
    })
  }
}

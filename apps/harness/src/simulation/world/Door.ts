import { ConnectionLost, Contention, StorageError, type UnitOfWork } from "@vedette/domain"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { Dice } from "../plan/Dice.ts"
import type { Moment, Operation, StoreFaults } from "../plan/Plan.ts"
import { clockOf, type VirtualTime } from "../time/VirtualTime.ts"
import type { FaultTally } from "./FaultTally.ts"
import { makeTraps } from "./Traps.ts"

/** The transaction the running fiber is inside of. A connection that was lost in it takes all of it down. */
const Inside = Context.Reference<{ lost: boolean } | null>("@vedette/harness/simulation/Inside", { defaultValue: () => null })

/** Any statement may take this long on a good day: enough for others to come in between. */
const USUAL_DELAY = 0.08
const USUAL_DELAY_MS = 40

const lost = Effect.fail(new StorageError({ reason: new ConnectionLost({ message: "The connection was lost." }) }))
const contended = Effect.fail(new StorageError({ reason: new Contention({ message: "Two transactions met." }) }))
const killed = Effect.die("killed")

type Transact = UnitOfWork["Service"]["transact"]

/**
 * The way out of one process: everything it does to the storage or the web passes here, and may be slow, fail, succeed and
 * be reported as failed, or be the last thing the process does. Nothing of a dead process goes on: its fibers stand where
 * they were, its open transaction is rolled back.
 */
export interface Door {
  readonly name: string
  /** What the process takes for the time. Its sleeps are idle: see `VirtualTime`. */
  readonly clock: Clock.Clock
  readonly setClock: (offByMs: number) => void
  /** At a moment to come, while there is work. Inside a transaction nothing freezes: it would hold its locks. */
  readonly whenAt: (moment: Moment, befall: () => void) => void
  readonly forgetMoments: () => void
  readonly kill: () => void
  readonly freeze: () => void
  readonly thaw: () => void
  readonly isDead: () => boolean
  readonly isFrozen: () => boolean
  /** Whether an answer is awaited. */
  readonly isBusy: () => boolean
  /** The service with every operation of it passing here. What is neither a function nor an effect stays as it is. */
  readonly storage: <Service extends object>(service: Service) => Service
  readonly transact: (transact: Transact) => Transact
  readonly request: <A, E, R>(of: Operation, operation: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
}

export interface DoorOptions {
  readonly name: string
  readonly time: VirtualTime
  readonly dice: Dice
  readonly tally: FaultTally
  /** How the storage serves now. */
  readonly faults: () => StoreFaults
  /** Whether there is any work: a planned death waits for it. */
  readonly isHot: () => boolean
  /** After each operation that may have committed something. */
  readonly onCommit: (name: string) => void
  /** Whether time may pass inside a transaction. It may not where somebody else would wait for its locks in real time. */
  readonly isSlowInside: boolean
}

export const makeDoor = ({ dice, faults, isHot, isSlowInside, name, onCommit, tally, time }: DoorOptions): Door => {
  let dead = false
  let frozen = false
  let offMs = 0
  let busy = 0
  let waitingForThaw: Array<() => void> = []
  const traps = makeTraps(isHot)

  const whenAwake = (go: () => void) => {
    if (dead) return
    if (frozen) waitingForThaw.push(go)
    else go()
  }
  const awake = Effect.callback<void>((resume) => whenAwake(() => resume(Effect.void)))
  const clock = clockOf(() => time.nowMs() + offMs, (ms, wake) => {
    const timer = time.at(time.nowMs() + ms, "idle", () => whenAwake(wake))
    return () => {
      timer.cancelled = true
    }
  })
  const die = () => {
    dead = true
    waitingForThaw = []
  }

  const unlessDead = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.suspend(() => dead ? Effect.never : frozen ? Effect.andThen(awake, effect) : effect)

  const whileBusy = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.suspend(() => {
      busy += 1
      return Effect.ensuring(effect, Effect.sync(() => {
        busy -= 1
      }))
    })

  const befalls = (fault: string, probability: number): boolean => {
    if (!dice.chance(probability)) return false
    tally.count(fault)
    return true
  }

  /** After a while, if so it happens: more often and for longer while the storage is slow. */
  const later = <A, E, R>(of: Operation, { slow, slowMs }: StoreFaults, usual: number, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> => {
    if (!dice.chance(Math.max(slow, usual))) return effect
    if (slow > 0) tally.count(`${of} slow`)
    const ms = dice.between(1, Math.max(slowMs, usual > 0 ? USUAL_DELAY_MS : 0))
    return Effect.andThen(whileBusy(time.worldClock.sleep(Duration.millis(ms))), effect)
  }

  /** The storage goes by its own clock. */
  const byWorldClock = <A, E, R>(operation: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.provideService(operation, Clock.Clock, time.worldClock)

  /** One round trip of its own: a statement outside of any transaction, or a whole transaction. */
  const roundTrip = <A, E, R>(of: Operation, operation: Effect.Effect<A, E, R>): Effect.Effect<A, E | StorageError, R> =>
    Effect.suspend((): Effect.Effect<A, E | StorageError, R> => {
      if (dead) return Effect.never
      if (frozen) return Effect.andThen(awake, roundTrip(of, operation))
      const now = faults()
      const tookEffect = traps.meet(of)
      if (befalls(`${of} lost`, now.lost)) return later(of, now, 0, unlessDead(lost))
      const answered = Effect.matchCauseEffect(byWorldClock(operation), {
        onFailure: (cause) => unlessDead(Effect.failCause(cause)),
        onSuccess: (answer): Effect.Effect<A, StorageError> => {
          onCommit(name)
          tookEffect()
          const reply = befalls(`reply to ${of} lost`, now.replyLost) ? lost : Effect.succeed(answer)
          return dead || frozen ? unlessDead(reply) : reply
        }
      })
      return later(of, now, USUAL_DELAY, unlessDead(answered))
    })

  const inside = <A, E, R>(transaction: { lost: boolean }, operation: Effect.Effect<A, E, R>): Effect.Effect<A, E | StorageError, R> => {
    if (dead) return killed
    if (transaction.lost) return lost
    traps.meet("inside")()
    if (dead) return killed
    const now = faults()
    const answered = Effect.suspend((): Effect.Effect<A, E | StorageError, R> => {
      if (dead) return killed
      if (!befalls("inside lost", now.lost)) return byWorldClock(operation)
      transaction.lost = true
      return lost
    })
    if (!isSlowInside) return answered
    return later("inside", now, USUAL_DELAY / 4, answered)
  }

  const statement = <A, E, R>(operation: Effect.Effect<A, E, R>) =>
    Effect.withFiber((fiber): Effect.Effect<A, E | StorageError, R> => {
      const transaction = fiber.getRef(Inside)
      return transaction === null ? roundTrip("statement", operation) : inside(transaction, operation)
    })

  return {
    name,
    clock,
    setClock: (offByMs) => {
      offMs = offByMs
    },
    whenAt: traps.set,
    forgetMoments: traps.clear,
    kill: die,
    freeze: () => {
      frozen = true
    },
    thaw: () => {
      frozen = false
      const waiting = waitingForThaw
      waitingForThaw = []
      for (const go of waiting) whenAwake(go)
    },
    isDead: () => dead,
    isFrozen: () => frozen,
    isBusy: () => busy > 0,
    storage: <Service extends object>(service: Service): Service =>
      Object.fromEntries(
        Object.entries(service).map(([member, value]: [string, unknown]) => {
          if (typeof value === "function") {
            return [member, (...args: ReadonlyArray<unknown>) =>
              statement(Effect.suspend(() => value(...args) as Effect.Effect<unknown, unknown>))]
          }
          return [member, Effect.isEffect(value) ? statement(value) : value]
        })
      ) as Service,
    transact: (transact) => (work) =>
      Effect.flatMap(Inside, (outer) => {
        if (outer !== null) return transact(work)
        const whole = Effect.suspend(() => {
          if (dead) return killed
          const transaction = { lost: false }
          return work.pipe(
            Effect.provideService(Inside, transaction),
            Effect.provideService(Clock.Clock, clock),
            // Whatever the process made of its errors: a dead one commits nothing, nor does a lost connection.
            Effect.flatMap((answer) => {
              const now = faults()
              if (dead) return killed
              if (transaction.lost || befalls("commit fails", now.commitFails)) return lost
              return befalls("commit contended", now.contention) ? contended : Effect.succeed(answer)
            })
          )
        })
        return roundTrip("commit", transact(whole))
      }),
    request: (of, operation) =>
      unlessDead(Effect.suspend(() => {
        const tookEffect = traps.meet(of)
        return unlessDead(Effect.provideService(operation, Clock.Clock, time.worldClock)).pipe(
          Effect.onExit(() => Effect.sync(tookEffect)),
          Effect.catchCause((cause) => unlessDead(Effect.failCause(cause))),
          Effect.flatMap((answer) => unlessDead(Effect.succeed(answer))),
          whileBusy
        )
      }))
  }
}

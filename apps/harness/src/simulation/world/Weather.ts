import * as Effect from "effect/Effect"
import * as Duration from "effect/Duration"
import * as Stream from "effect/Stream"
import type { Dice } from "../plan/Dice.ts"
import type { StoreFaults } from "../plan/Plan.ts"
import type { VirtualTime } from "../time/VirtualTime.ts"
import type { FaultTally } from "./FaultTally.ts"

const fine: StoreFaults = { slow: 0, slowMs: 0, lost: 0, commitFails: 0, replyLost: 0, contention: 0 }

const LATE_MS = 90_000

type HintFault = "lost" | "late" | "twice"

/** What befalls the storage and the hints for the time being. */
export interface Weather {
  readonly faults: () => StoreFaults
  /** What becomes of one hint that work is due. */
  readonly hint: Stream.Stream<void>
  /** Nothing goes wrong, nor is a statement still on its way that was caught by a storm. */
  readonly isFine: () => boolean
  readonly storm: (faults: StoreFaults, untilMs: number) => void
  readonly muffle: (how: HintFault, untilMs: number) => void
  /** Something else stands in the way until then. */
  readonly trouble: (untilMs: number) => void
  /** From now on nothing goes wrong any more. */
  readonly clear: () => void
}

export const makeWeather = (time: VirtualTime, dice: Dice, tally: FaultTally): Weather => {
  let storm = { faults: fine, untilMs: 0 }
  let troubledUntilMs = 0
  let hints: { readonly how: HintFault; readonly untilMs: number } | null = null
  const faults = () => time.nowMs() < storm.untilMs ? storm.faults : fine
  const late = Stream.fromEffect(Effect.suspend(() => time.worldClock.sleep(Duration.millis(dice.between(1, LATE_MS)))))
  return {
    faults,
    hint: Stream.suspend(() => {
      const how = hints !== null && time.nowMs() < hints.untilMs ? hints.how : null
      if (how !== null) tally.count(`hint ${how}`)
      return how === null ? Stream.succeed(undefined) : how === "lost" ? Stream.empty : how === "late" ? late : Stream.make(undefined, undefined)
    }),
    isFine: () => time.nowMs() >= Math.max(storm.untilMs + storm.faults.slowMs, troubledUntilMs),
    storm: (faults, untilMs) => {
      storm = { faults, untilMs }
    },
    trouble: (untilMs) => {
      troubledUntilMs = untilMs
    },
    muffle: (how, untilMs) => {
      hints = { how, untilMs }
    },
    clear: () => {
      storm = { faults: fine, untilMs: 0 }
      hints = null
    }
  }
}

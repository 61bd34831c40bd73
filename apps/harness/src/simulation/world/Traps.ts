import type { Moment, Operation } from "../plan/Plan.ts"

/** What is to befall a process at an operation of its own that has not come yet. */
export interface Traps {
  readonly set: (moment: Moment, spring: () => void) => void
  /** An operation begins: springs what waits for its beginning, and answers what waits for its effect. */
  readonly meet: (operation: Operation) => () => void
  readonly clear: () => void
}

interface Trap {
  readonly moment: Moment
  left: number
  readonly spring: () => void
}

/** @param isHot whether there is any work: what looks for some and finds none is no operation worth a death */
export const makeTraps = (isHot: () => boolean): Traps => {
  let traps: ReadonlyArray<Trap> = []
  return {
    set: (moment, spring) => {
      traps = [...traps, { moment, left: moment.nth, spring }]
    },
    meet: (operation) => {
      if (traps.length === 0 || !isHot()) return () => undefined
      const sprung = traps.filter((trap) => (trap.moment.of === null || trap.moment.of === operation) && --trap.left === 0)
      if (sprung.length === 0) return () => undefined
      traps = traps.filter((trap) => !sprung.includes(trap))
      for (const { moment, spring } of sprung) if (!moment.takesEffect) spring()
      return () => {
        for (const { moment, spring } of sprung) if (moment.takesEffect) spring()
      }
    },
    clear: () => {
      traps = []
    }
  }
}

import type { Company } from "../check/Company.ts"
import type { Deed, Moment } from "../plan/Plan.ts"
import type { FaultTally } from "./FaultTally.ts"
import type { HistoryLog } from "./HistoryLog.ts"
import type { Overtaking } from "./Overtaking.ts"
import type { SimulatedWorker } from "./SimulatedWorker.ts"

type WorkersDeed = Extract<Deed, { readonly worker: string }>

export interface WorkersDeedOptions {
  readonly workers: ReadonlyMap<string, SimulatedWorker>
  readonly start: (worker: string) => void
  readonly after: (ms: number, then: () => void) => void
  readonly overtaking: Overtaking
  readonly company: Company
  readonly tally: FaultTally
  readonly history: HistoryLog
}

/** A worker that is to die at its n-th operation, whichever that is, and has not come to it by then, dies all the same. */
const DIES_WITHIN_MS = 30_000

const momentText = ({ of, takesEffect }: Moment): string => of === "inside" ? "inside" : `${takesEffect ? "after" : "before"} ${of ?? "anything"}`

/** What befalls a worker: it is killed, stands still, is told to stop, or has a wrong clock. One that is not up is spared. */
export const makeWorkersDeed = ({ after, company, history, overtaking, start, tally, workers }: WorkersDeedOptions) =>
  (deed: WorkersDeed): void => {
    const worker = workers.get(deed.worker)
    if (worker === undefined || worker.door.isDead() || worker.hasStopped()) return
    const { door } = worker
    /** Counts and tells what befalls the worker when it does. */
    const befall = (what: string, then: () => void) => () => {
      if (door.isDead() || door.isFrozen()) return
      company.disturbed()
      tally.count(what)
      history.add(deed.worker, what)
      then()
    }
    switch (deed.do) {
      case "kill": {
        const dies = (what: string) =>
          befall(what, () => {
            door.kill()
            after(deed.backAfterMs, () => start(deed.worker))
          })
        door.whenAt(deed.at, dies(`killed ${momentText(deed.at)}`))
        return deed.at.of === null ? after(DIES_WITHIN_MS, dies("killed")) : undefined
      }
      case "freeze": {
        const freezes = (what: string) =>
          befall(what, () => {
            door.freeze()
            after(deed.forMs, door.thaw)
            if (deed.overtakenMs === null) return
            const overtakenMs = deed.overtakenMs
            overtaking.whenOvertaken(deed.worker, () => {
              tally.count("overtaken")
              after(overtakenMs, door.thaw)
            })
          })
        return deed.at === null ? freezes("frozen")() : door.whenAt(deed.at, freezes(`frozen ${momentText(deed.at)}`))
      }
      case "stop":
        return befall("stopped", () => {
          worker.stop()
          after(deed.backAfterMs + worker.settings.drainWithinMs, () => start(deed.worker))
        })()
      case "clock":
        return befall("clock", () => {
          history.add(deed.worker, `is wrong by ${deed.offByMs} ms`)
          door.setClock(deed.offByMs)
        })()
    }
  }

import { SOMEBODY, type Step } from "../check/Step.ts"
import type { Plan, PlannedDeed } from "../plan/Plan.ts"
import type { VirtualTime } from "../time/VirtualTime.ts"
import type { World } from "./World.ts"

/** Does what the plan says when the plan says it. */
export interface Deeds {
  /** Looks whether a run has begun that something waits for. */
  readonly onCommit: (step: Step) => void
}

/** Whether the claim that was just made is one that the deed waits for. */
const isMeant = ({ deed, ofTask }: PlannedDeed, task: string, worker: string): boolean =>
  ofTask !== undefined ? ofTask === task : "task" in deed ? deed.task === task : "worker" in deed ? worker === SOMEBODY || deed.worker === worker : true

export const makeDeeds = (plan: Plan, startMs: number, time: VirtualTime, world: World): Deeds => {
  let waiting: ReadonlyArray<PlannedDeed> = []
  let over = false
  const act = (planned: PlannedDeed) => {
    if (!over) world.doDeed(planned.deed)
  }
  time.at(startMs, "world", world.found)
  for (const task of plan.tasks) time.at(startMs + task.createdMs, "world", () => world.create(task))
  for (const planned of plan.deeds) {
    time.at(startMs + planned.atMs, "world", () => {
      if (planned.afterRunMs === null) act(planned)
      else waiting = [...waiting, planned]
    })
  }
  time.at(startMs + plan.calmMs, "world", () => {
    over = true
    world.calm()
  })
  return {
    onCommit: (step) => {
      if (waiting.length === 0 || step.by === "owner" || step.before.tasks === step.after.tasks) return
      for (const [id, image] of step.after.tasks) {
        const before = step.before.tasks.get(id)
        if (before === undefined || before.fence === image.fence || image.leaseUntilMs === null) continue
        const meant = waiting.filter((planned) => isMeant(planned, image.task.name, step.by))
        if (meant.length === 0) continue
        waiting = waiting.filter((planned) => !meant.includes(planned))
        for (const planned of meant) time.at(time.nowMs() + (planned.afterRunMs ?? 0), "world", () => act(planned))
      }
    }
  }
}

import type { Dice } from "./Dice.ts"
import type { Deed, Moment, PlannedDefault, PlannedTask, PlannedWorker, StoreFaults } from "./Plan.ts"

const second = 1_000
const minute = 60 * second
const hour = 60 * minute

const noFaults: StoreFaults = { slow: 0, slowMs: 0, lost: 0, commitFails: 0, replyLost: 0, contention: 0 }

const storeFaults = (dice: Dice): StoreFaults =>
  dice.oneOf<StoreFaults>(
    { ...noFaults, slow: 0.5, slowMs: dice.oneOf(200, 5_000, 40_000) },
    { ...noFaults, lost: dice.oneOf(0.1, 0.5, 1) },
    { ...noFaults, commitFails: dice.oneOf(0.2, 0.7) },
    { ...noFaults, replyLost: dice.oneOf(0.2, 0.7) },
    { ...noFaults, contention: dice.oneOf(0.2, 0.7) },
    { slow: 0.2, slowMs: 2_000, lost: 0.1, commitFails: 0.1, replyLost: 0.1, contention: 0.1 }
  )

const ownersDeed = (dice: Dice, task: string, channelKinds: ReadonlyArray<string>): Deed => {
  const kind = channelKinds[dice.between(0, channelKinds.length - 1)] ?? ""
  const forced = { do: "runNow", task, force: true, suppress: false, times: 1 } as const
  return dice.oneOf<Deed>(
    { do: "pause", task },
    { do: "pause", task },
    { do: "resume", task },
    { do: "resume", task },
    { do: "resume", task },
    { do: "complete", task },
    { do: "restart", task },
    { do: "restart", task },
    { do: "edit", task, limit: dice.oneOf(260, 280, 300, 320, 350) },
    { do: "hurry", task, maxInterval: dice.oneOf(6, 12, 24) * 3_600 },
    { do: "redirect", task, kind, receiver: `${kind}${dice.between(1, 3)}` },
    dice.chance(0.3) ? { do: "silence", task, kind } : forced,
    dice.chance(0.5) ? { do: "resend", task } : forced,
    dice.chance(0.3) ? { do: "delete", task } : forced,
    dice.chance(0.3) ? { do: "fork", task } : forced,
    { do: "runNow", task, force: dice.chance(0.5), suppress: dice.chance(0.3), times: dice.oneOf(1, 1, 2, 5) },
    { do: "runNow", task, force: false, suppress: false, times: 1 }
  )
}

/** Owners have an address of their own, `mail` and their number, which they need not verify. */
export const plannedDefault = (dice: Dice, owner: number, kind: string): PlannedDefault => ({
  owner,
  kind,
  receiver: kind === "mail" && dice.chance(0.6) ? `mail${owner}` : `${kind}${dice.between(1, 3)}`,
  digest: dice.oneOf("none", "daily", "daily", "weekly"),
  onlyAlerts: dice.chance(0.3)
})

const accountsDeed = (dice: Dice, owner: number, task: string, channelKinds: ReadonlyArray<string>): Deed => {
  const kind = dice.oneOf("mail", channelKinds[dice.between(0, channelKinds.length - 1)] ?? "mail")
  const set: Deed = { do: "setDefault", owner, to: plannedDefault(dice, owner, kind), enabled: dice.chance(0.85) }
  return dice.oneOf<Deed>(
    set,
    set,
    dice.chance(0.3) ? { do: "dropDefault", owner, kind } : set,
    {
      do: "consent",
      owner,
      receiver: dice.chance(0.5) ? `mail${owner}` : `mail${dice.between(1, 3)}`,
      how: dice.oneOf("verify", "verify", "unverify", "end", "endTask", "resume", "resume"),
      ofTask: task
    }
  )
}

/** A page is asked for once a run, a transaction takes a few dozen statements. */
const moment = (dice: Dice): Moment => {
  const takesEffect = dice.chance(0.5)
  return dice.oneOf<Moment>(
    { of: "page", nth: 1, takesEffect },
    { of: "delivery", nth: 1, takesEffect },
    { of: "commit", nth: dice.between(1, 4), takesEffect },
    { of: "statement", nth: dice.between(1, 20), takesEffect },
    { of: "inside", nth: dice.between(1, 30), takesEffect: false },
    { of: null, nth: dice.between(1, 30), takesEffect }
  )
}

/** Around the leases of a run (30 s) and of a delivery (60 s), and far beyond; or until another has taken over. */
const freeze = (dice: Dice, worker: string): Deed => {
  const takesEffect = dice.chance(0.8)
  const overtakenMs = dice.chance(0.6) ? dice.oneOf(0, dice.between(0, 2_500)) : null
  return {
    do: "freeze",
    worker,
    at: dice.oneOf<Moment | null>(
      null,
      { of: "page", nth: 1, takesEffect },
      { of: "page", nth: 1, takesEffect },
      { of: "delivery", nth: 1, takesEffect },
      { of: "commit", nth: dice.between(1, 4), takesEffect }
    ),
    forMs: overtakenMs === null ? dice.oneOf(2 * second, 29 * second, 31 * second, 61 * second, 5 * minute, 7 * hour) : 5 * minute,
    overtakenMs
  }
}

const backAfter = (dice: Dice): number => dice.oneOf(0, second, 20 * second, 5 * minute, 3 * hour, 40 * hour)

/** At the very next operation. */
export const suddenDeath = (dice: Dice, worker: string): Deed => ({
  do: "kill",
  worker,
  at: { of: null, nth: 1, takesEffect: dice.chance(0.5) },
  backAfterMs: backAfter(dice)
})

const workersDeed = (dice: Dice, worker: string): Deed => {
  const backAfterMs = backAfter(dice)
  const kill: Deed = { do: "kill", worker, at: moment(dice), backAfterMs }
  const frozen = freeze(dice, worker)
  return dice.oneOf<Deed>(
    kill,
    kill,
    kill,
    frozen,
    frozen,
    { do: "stop", worker, backAfterMs },
    { do: "clock", worker, offByMs: dice.oneOf(0, 5 * second, -5 * second, 40 * minute, -40 * minute, 100 * hour, -100 * hour) }
  )
}

/** Something that an owner does, or that goes wrong. */
export const makeDeed = (
  dice: Dice,
  among: {
    readonly tasks: ReadonlyArray<PlannedTask>
    readonly workers: ReadonlyArray<PlannedWorker>
    readonly channelKinds: ReadonlyArray<string>
  }
): Deed => {
  const task = among.tasks[dice.between(0, among.tasks.length - 1)]?.label ?? ""
  const worker = among.workers[dice.between(0, among.workers.length - 1)]?.name ?? ""
  const owner = among.tasks.find(({ label }) => label === task)?.owner ?? 1
  const draw = dice.next()
  if (draw < 0.1) return accountsDeed(dice, owner, task, among.channelKinds)
  if (draw < 0.42) return ownersDeed(dice, task, among.channelKinds)
  if (draw < 0.75) return workersDeed(dice, worker)
  return draw < 0.92
    ? { do: "store", forMs: dice.oneOf(3 * second, 10 * second, minute, 5 * minute), faults: storeFaults(dice) }
    : draw < 0.95
    ? { do: "engine", how: dice.oneOf("leases", "leases", "timersLost", "timersTwice") }
    : { do: "wakes", forMs: dice.oneOf(hour, 24 * hour, 72 * hour), how: dice.oneOf("lost", "late", "twice") }
}

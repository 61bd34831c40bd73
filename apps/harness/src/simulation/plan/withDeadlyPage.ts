import { turnAt } from "../world/turnAt.ts"
import type { Dice } from "./Dice.ts"
import type { PageTurn, Plan, PlannedDeed } from "./Plan.ts"

const second = 1_000
const minute = 60 * second
const hour = 60 * minute

const OF_MONTHS = 0.25

/** Three deaths in company and three alone, each missed by its lease. */
const SIX_DEATHS_MS = 6 * minute

/** From `fromMs` until `untilMs` it kills, and is what it would have been before and after. */
const deadly = (dice: Dice, turns: ReadonlyArray<PageTurn>, fromMs: number, untilMs: number): ReadonlyArray<PageTurn> => [
  ...turns.filter(({ atMs }) => atMs < fromMs),
  {
    ...turnAt(turns, fromMs),
    atMs: fromMs,
    fails: null,
    tookMs: dice.oneOf(dice.between(20, 6_000), dice.between(6, 60) * second),
    killsForMs: dice.oneOf(0, second, 20 * second, 5 * minute)
  },
  ...untilMs === Infinity ? [] : [{ ...turnAt(turns, untilMs), atMs: untilMs }, ...turns.filter(({ atMs }) => atMs > untilMs)]
]

/** A page of some months kills whatever process reads it, for a while or to their end. Others are run beside it, again and again. */
export const withDeadlyPage = (dice: Dice, plan: Plan): Plan => {
  const read = plan.tasks[dice.between(0, plan.tasks.length - 1)]
  if (read === undefined || !dice.chance(OF_MONTHS)) return plan
  const fromMs = dice.between(0, Math.floor(plan.calmMs * 0.8))
  const forMs = dice.oneOf(hour, 12 * hour, 72 * hour, Infinity)
  const others = plan.tasks.filter(({ page }) => page !== read.page)
  const meetings = Array.from({ length: dice.between(1, 4) }, (): ReadonlyArray<PlannedDeed> => {
    const atMs = fromMs + dice.between(0, Math.min(forMs, 72 * hour))
    const run = (task: string) => ({ do: "runNow", task, force: true, suppress: false, times: 1 }) as const
    return [
      ...others.map(({ label }): PlannedDeed => ({ atMs, afterRunMs: dice.between(0, SIX_DEATHS_MS), ofTask: read.label, deed: run(label) })),
      { atMs, afterRunMs: null, deed: run(read.label) }
    ]
  }).flat().filter(({ atMs }) => atMs < plan.calmMs)
  return {
    ...plan,
    pages: { ...plan.pages, [read.page]: deadly(dice, plan.pages[read.page] ?? [], fromMs, fromMs + forMs) },
    deeds: [...plan.deeds, ...meetings].toSorted((a, b) => a.atMs - b.atMs)
  }
}

import { type Dice, makeDice } from "./Dice.ts"
import { makeDeed, plannedDefault, suddenDeath } from "./makeDeed.ts"
import type { PageTurn, Plan, PlannedDeed, PlannedTask, PlannedWorker, ReceiverTurn } from "./Plan.ts"
import { withDeadlyPage } from "./withDeadlyPage.ts"

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** The ladder of a delivery that is refused for ever takes a little over three days. */
const CALM_DAYS = 4

const channelKinds = ["webhook", "pager", "mail"] as const

/** What a run may cost at most; the windows are caps on so many of them. */
const TOKENS_A_RUN = 1_000
const tokensOf = (runs: number | null): number | null => runs === null ? null : runs * TOKENS_A_RUN

const isMail = (kind: string): boolean => kind === "mail"

const times = <A>(count: number, one: (i: number) => A): ReadonlyArray<A> => Array.from({ length: count }, (_, i) => one(i))

const pageTurn = (dice: Dice, atMs: number): PageTurn => {
  const fails = dice.chance(0.35)
    ? dice.oneOf("rate_limit", "timeout", "network", "network", "agent_error", "user_error", "breaks")
    : null
  return {
    atMs,
    // Around the limits of the tasks, some within the 1 % that counts as the same price.
    price: dice.oneOf(249, 279, 280, 289, 295, 299, 301, 310, 349, 420),
    tookMs: dice.chance(0.07) ? dice.between(10, 130) * second : dice.between(20, 6_000),
    fails,
    killsForMs: null
  }
}

const pageTurns = (dice: Dice, calmMs: number): ReadonlyArray<PageTurn> => [
  pageTurn(dice, 0),
  ...times(dice.between(4, 14), () => dice.between(1, calmMs)).toSorted((a, b) => a - b).map((atMs) => pageTurn(dice, atMs)),
  { ...pageTurn(dice, calmMs), fails: null, tookMs: 1_500 }
]

const receiverTurn = (dice: Dice, atMs: number): ReceiverTurn => ({
  atMs,
  does: dice.oneOf("takes", "takes", "takes", "refuses", "refuses", "limits", "rejects", "gone", "forgets", "hangs"),
  tookMs: dice.chance(0.2) ? dice.between(1, 25) * second : dice.between(5, 900)
})

const receiverTurns = (dice: Dice, calmMs: number): ReadonlyArray<ReceiverTurn> => [
  { atMs: 0, does: "takes", tookMs: 100 },
  ...times(dice.between(2, 10), () => dice.between(1, calmMs)).toSorted((a, b) => a - b).map((atMs) => receiverTurn(dice, atMs)),
  { atMs: calmMs, does: "takes", tookMs: 100 }
]

const worker = (dice: Dice, name: string): PlannedWorker => ({
  name,
  concurrency: dice.oneOf(1, 2, 10),
  longestSleepMs: dice.oneOf(5, 30, 60, 60, 60) * second,
  drainWithinMs: dice.oneOf(3, 25) * second,
  reconcileEveryMs: dice.oneOf(60, 300) * second
})

const task = (dice: Dice, i: number, owners: number, pages: ReadonlyArray<string>, calmMs: number): PlannedTask => {
  const minInterval = dice.oneOf(8, 24, 36, 72) * 3_600
  const createdMs = i < 2 ? dice.between(0, hour) : dice.between(0, calmMs * 0.6)
  return {
    label: `t${i + 1}`,
    owner: dice.between(1, owners),
    page: pages[dice.between(0, pages.length - 1)] ?? "page1",
    limit: dice.oneOf(280, 300, 300, 350),
    notify: dice.oneOf("once", "always", "always"),
    byModel: dice.chance(0.3),
    quiet: dice.chance(0.25) ? dice.oneOf({ from: "22:00", to: "07:00" }, { from: "09:00", to: "17:00" }) : null,
    minInterval,
    maxInterval: minInterval * dice.oneOf(1, 2, 6),
    deadlineMs: dice.chance(0.15) ? createdMs + dice.between(1, 20) * day : null,
    channels: Object.fromEntries(
      channelKinds.filter((kind) => dice.chance(isMail(kind) ? 0.2 : 0.65)).map((kind) => [kind, `${kind}${dice.between(1, 3)}`])
    ),
    createdMs,
    runImmediately: dice.chance(0.2)
  }
}

/** The history that a seed stands for: tasks of several owners, a web and receivers that change, and what goes wrong. */
export const makePlan = (seed: number, options: { readonly days: number }): Plan => {
  const dice = makeDice(seed, "plan")
  const endMs = options.days * day
  const calmMs = Math.max(endMs / 2, endMs - CALM_DAYS * day)
  const owners = dice.between(1, 3)
  const pages = times(dice.between(1, 3), (i) => `page${i + 1}`)
  const workers = times(dice.oneOf(1, 2, 2, 3), (i) => worker(dice, `w${i + 1}`))
  const tasks = times(dice.between(1, 4), (i) => task(dice, i, owners, pages, calmMs))
  const perOwner = dice.oneOf(null, null, 1, 2)
  const budget = dice.chance(0.6)
    ? {
      run: TOKENS_A_RUN,
      taskDay: dice.oneOf(null, 1, 3, 6),
      userDay: dice.oneOf(null, 2, 5),
      month: dice.oneOf(null, null, 20, 60)
    }
    : null
  const defaults = times(owners, (i) =>
    channelKinds.filter((kind) => dice.chance(isMail(kind) ? 0.7 : 0.2)).map((kind) => plannedDefault(dice, i + 1, kind))).flat()
  const deeds = times(dice.between(20, 90), (): ReadonlyArray<PlannedDeed> => {
    const deed = makeDeed(dice, { tasks, workers, channelKinds })
    const atMs = dice.between(0, calmMs - 1)
    // Most of a month nothing happens: what is to hit something waits for a run, unless it waits for its moment itself.
    const afterRunMs = dice.chance("at" in deed && deed.at !== null ? 0.2 : 0.75)
      ? dice.chance(0.5) ? dice.between(0, 2_500) : dice.between(0, 40_000)
      : null
    const planned = { atMs, afterRunMs, deed }
    if (!("task" in deed) || afterRunMs === null || !dice.chance(deed.do === "pause" || deed.do === "complete" ? 0.6 : 0.2)) return [planned]
    // What an owner changes during a run is changed for a run that is to be lost; one that nothing wakes then, most of all.
    const worker = workers[dice.between(0, workers.length - 1)]?.name ?? ""
    return [planned, { atMs, afterRunMs: afterRunMs + dice.between(0, 300), ofTask: deed.task, deed: suddenDeath(dice, worker) }]
  }).flat().toSorted((a, b) => a.atMs - b.atMs)
  // By dice of its own: the other months are what they would be without.
  return withDeadlyPage(makeDice(seed, "deadly page"), {
    seed,
    days: options.days,
    calmMs,
    endMs,
    workers,
    perOwner,
    budget: budget === null ? null : {
      run: budget.run,
      taskDay: tokensOf(budget.taskDay),
      userDay: tokensOf(budget.userDay),
      month: tokensOf(budget.month)
    },
    defaults,
    tasks,
    pages: Object.fromEntries(pages.map((page) => [page, pageTurns(dice, calmMs)])),
    receivers: Object.fromEntries(
      channelKinds.flatMap((kind) => times(3, (i) => [`${kind}${i + 1}`, receiverTurns(dice, calmMs)] as const))
    ),
    deeds
  })
}

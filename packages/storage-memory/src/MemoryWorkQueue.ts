import { type Claim, StorageFailed, type TaskId, type UserId, WorkQueue } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as HashMap from "effect/HashMap"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { claimIsLive } from "./claimIsLive.ts"
import { type Change, changed, MemoryDatabase, refused } from "./MemoryDatabase.ts"
import type { MemoryState, Timer } from "./MemoryState.ts"

/** Rows are their own carriers here. */
const CARRIER = "memory"

const leased = (timer: Timer, nowMs: number): boolean => timer.lease !== null && timer.lease.until > nowMs

/** Tasks with an intent and under no live lease, longest due first; ids settle a tie. */
const waiting = (state: MemoryState, nowMs: number) =>
  HashMap.toEntries(state.timers)
    .flatMap(([taskId, timer]) =>
      timer.dueAt === null || leased(timer, nowMs)
        ? []
        : [{ taskId, timer, dueMs: DateTime.toEpochMillis(timer.dueAt) }]
    )
    .sort((a, b) => a.dueMs - b.dueMs || (a.taskId < b.taskId ? -1 : 1))

/**
 * What may be claimed: what is due, and what lost its worker, whatever its owner has moved it to meanwhile. That is due
 * since its lease ran out.
 */
const claimable = (state: MemoryState, nowMs: number) =>
  waiting(state, nowMs)
    .map(({ dueMs, taskId, timer }) => {
      const from = Math.min(dueMs, timer.lease?.until ?? dueMs)
      return { taskId, timer: { ...timer, dueAt: DateTime.makeUnsafe(from) }, dueMs: from }
    })
    .filter(({ dueMs }) => dueMs <= nowMs)
    .sort((a, b) => a.dueMs - b.dueMs)

/** Owners take turns: a task's turn counts its owner's tasks that run or wait longer. Stable, so oldest first within a turn. */
const inTurn = <Row extends { readonly taskId: TaskId }>(state: MemoryState, due: ReadonlyArray<Row>, nowMs: number) => {
  const turns = new Map<UserId, number>()
  const next = (taskId: TaskId): number =>
    Option.match(HashMap.get(state.tasks, taskId), {
      onNone: () => 0,
      onSome: ({ userId }) => {
        const turn = (turns.get(userId) ?? 0) + 1
        turns.set(userId, turn)
        return turn
      }
    })
  for (const [taskId, timer] of state.timers) if (leased(timer, nowMs)) next(taskId)
  return due.map((row) => ({ ...row, turn: next(row.taskId) })).sort((a, b) => a.turn - b.turn)
}

const withTimer = (state: MemoryState, taskId: TaskId, change: (timer: Timer) => Timer): MemoryState => ({
  ...state,
  timers: HashMap.modify(state.timers, taskId, change)
})

/** A new intent, and a hint: it may be due sooner than anybody expects. */
const intend = (state: MemoryState, taskId: TaskId, dueAt: DateTime.Utc): Change<void> =>
  HashMap.has(state.timers, taskId)
    ? changed(undefined, {
      ...withTimer(state, taskId, (timer) => ({ ...timer, generation: timer.generation + 1, dueAt })),
      wakes: state.wakes + 1
    })
    : refused(new StorageFailed({ message: `There is no task ${taskId} to schedule.` }))

const partition = (state: MemoryState, claims: ReadonlyArray<Claim>) => ({
  live: claims.filter((claim) => claimIsLive(state, claim)),
  lost: claims.filter((claim) => !claimIsLive(state, claim))
})

export const MemoryWorkQueue = Layer.effect(
  WorkQueue,
  Effect.map(MemoryDatabase, ({ read, wakes, write }) =>
    WorkQueue.of({
      schedule: (taskId, dueAt) => write((state) => intend(state, taskId, dueAt)),
      runNow: (taskId) => write((state, now) => intend(state, taskId, now)),
      cancel: (taskId) =>
        write((state) =>
          changed(
            undefined,
            withTimer(state, taskId, (timer) => ({ ...timer, generation: timer.generation + 1, dueAt: null }))
          )
        ),
      revoke: (taskId) =>
        write((state) => changed(undefined, withTimer(state, taskId, (timer) => ({ ...timer, lease: null })))),
      isClaimed: (taskId) =>
        read((state, now) =>
          Option.exists(HashMap.get(state.timers, taskId), (timer) => leased(timer, DateTime.toEpochMillis(now)))
        ),
      claim: ({ lease, limit, perOwner, worker }) =>
        write((state, now) => {
          const nowMs = DateTime.toEpochMillis(now)
          const until = nowMs + Duration.toMillis(lease)
          const taken = inTurn(state, claimable(state, nowMs), nowMs)
            .filter(({ turn }) => turn <= (perOwner ?? Infinity))
            .slice(0, limit)
            .sort((a, b) => a.dueMs - b.dueMs)
            .map(({ taskId, timer }) =>
              [taskId, { ...timer, fence: timer.fence + 1, lease: { until, owner: worker } }] as const
            )
          return changed(
            taken.flatMap(([taskId, { fence, generation }]) =>
              Option.toArray(Option.map(HashMap.get(state.tasks, taskId), ({ userId }): Claim => ({
                taskId,
                userId,
                generation,
                fence,
                carrier: CARRIER
              })))
            ),
            { ...state, timers: HashMap.setMany(state.timers, taken) }
          )
        }),
      heartbeat: (claims, lease) =>
        write((state, now) => {
          const { live, lost } = partition(state, claims)
          const until = DateTime.toEpochMillis(now) + Duration.toMillis(lease)
          return changed(
            lost,
            live.reduce((after, claim) =>
              withTimer(after, claim.taskId, (timer) => ({
                ...timer,
                lease: timer.lease === null ? null : { ...timer.lease, until }
              })), state)
          )
        }),
      settle: (settlements) =>
        write((state) => {
          const { lost } = partition(state, settlements.map(({ claim }) => claim))
          return changed(
            lost,
            settlements.reduce((after, { claim, next }) => {
              if (lost.includes(claim)) return after
              // Somebody changed the intent during the run: it stands, and this run's `next` is dropped.
              return withTimer(after, claim.taskId, (timer) =>
                timer.generation === claim.generation
                  ? { ...timer, generation: timer.generation + 1, dueAt: next, lease: null }
                  : { ...timer, lease: null })
            }, state)
          )
        }),
      release: (claims) =>
        write((state) => {
          const { live } = partition(state, claims)
          return changed(undefined, {
            ...live.reduce((after, claim) =>
              withTimer(after, claim.taskId, (timer) => ({ ...timer, lease: null })), state),
            wakes: state.wakes + live.length
          })
        }),
      abandoned: read((state, now) =>
        HashMap.toEntries(state.timers).flatMap(([taskId, timer]) =>
          timer.dueAt === null && timer.lease !== null && !leased(timer, DateTime.toEpochMillis(now)) ? [taskId] : []
        )
      ),
      reconcile: Effect.succeed(0),
      wake: Stream.fromPubSub(wakes),
      untilNext: read((state, now) => {
        const nowMs = DateTime.toEpochMillis(now)
        return Option.map(
          Option.fromUndefinedOr(waiting(state, nowMs)[0]),
          ({ dueMs }) => Duration.millis(Math.max(0, dueMs - nowMs))
        )
      }),
      depth: read((state, now) => {
        const nowMs = DateTime.toEpochMillis(now)
        const due = waiting(state, nowMs).filter(({ dueMs }) => dueMs <= nowMs)
        return {
          due: due.length,
          claimed: HashMap.toValues(state.timers).filter((timer) => leased(timer, nowMs)).length,
          overdue: Duration.millis(nowMs - (due[0]?.dueMs ?? nowMs))
        }
      }),
      // The rows themselves are looked at: a lease that has run out is seen at once.
      detectionDelay: Duration.zero
    }))
)

import { DutyRoster, type Shift, type ShiftOffer } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as HashMap from "effect/HashMap"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { changed, MemoryDatabase } from "./MemoryDatabase.ts"
import type { DutyRow, MemoryState } from "./MemoryState.ts"

/** How long somebody waits for a duty that nobody has announced: it is asked for again. */
const UNKNOWN = Duration.minutes(1)

const offered = (wait: number): ShiftOffer => ({ _tag: "NotNow", wait: Duration.millis(wait) })

/** The row of a shift that has not been lost. */
const held = (state: MemoryState, shift: Shift): DutyRow | null => {
  const row = Option.getOrNull(HashMap.get(state.duties, shift.name))
  return row !== null && row.fence === shift.fence && row.lease !== null ? row : null
}

const withDuty = (state: MemoryState, name: string, row: DutyRow): MemoryState => ({
  ...state,
  duties: HashMap.set(state.duties, name, row)
})

export const MemoryDutyRoster = Layer.effect(
  DutyRoster,
  Effect.map(MemoryDatabase, ({ write }) =>
    DutyRoster.of({
      announce: (name, dueAt) =>
        write((state) => {
          const dueMs = DateTime.toEpochMillis(dueAt)
          const row = Option.getOrElse(HashMap.get(state.duties, name), () => ({ dueMs, fence: 0, lease: null }))
          return changed(undefined, withDuty(state, name, { ...row, dueMs: Math.min(row.dueMs, dueMs) }))
        }),
      take: (name, { lease, worker }) =>
        write((state, now) => {
          const nowMs = DateTime.toEpochMillis(now)
          const row = Option.getOrNull(HashMap.get(state.duties, name))
          if (row === null) return changed(offered(Duration.toMillis(UNKNOWN)), state)
          const free = Math.max(row.dueMs, row.lease?.until ?? 0)
          if (free > nowMs) return changed(offered(free - nowMs), state)
          const fence = row.fence + 1
          const until = nowMs + Duration.toMillis(lease)
          return changed<ShiftOffer>(
            { _tag: "Taken", shift: { name, fence } },
            withDuty(state, name, { ...row, fence, lease: { until, owner: worker } })
          )
        }),
      extend: (shift, lease) =>
        write((state, now) => {
          const row = held(state, shift)
          if (row === null || row.lease === null) return changed(false, state)
          const until = DateTime.toEpochMillis(now) + Duration.toMillis(lease)
          return changed(true, withDuty(state, shift.name, { ...row, lease: { ...row.lease, until } }))
        }),
      end: (shift, next) =>
        write((state) => {
          const row = held(state, shift)
          return row === null
            ? changed(false, state)
            : changed(true, withDuty(state, shift.name, { ...row, dueMs: DateTime.toEpochMillis(next), lease: null }))
        })
    }))
)

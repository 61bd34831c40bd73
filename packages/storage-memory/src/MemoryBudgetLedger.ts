import { BudgetLedger, type BudgetWindow, fits, windowsOf } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as HashMap from "effect/HashMap"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { changed, MemoryDatabase } from "./MemoryDatabase.ts"
import type { BudgetRow, MemoryState } from "./MemoryState.ts"

const keyOf = (reservation: { readonly executionId: string; readonly fence: number }): string => `${reservation.executionId}:${reservation.fence}`

const unused = { tokens: 0, microUsd: 0 }

const addTo = (state: MemoryState, key: string, endsMs: number, tokens: number, microUsd: number): MemoryState => {
  const row: BudgetRow = Option.getOrElse(HashMap.get(state.budgetWindows, key), () => ({ ...unused, endsMs }))
  return {
    ...state,
    budgetWindows: HashMap.set(state.budgetWindows, key, { endsMs, tokens: row.tokens + tokens, microUsd: row.microUsd + microUsd })
  }
}

const withoutBatch = (before: DateTime.Utc, limit: number) => (state: MemoryState) => {
  const ms = DateTime.toEpochMillis(before)
  const over = ({ endsMs }: { readonly endsMs: number }): boolean => endsMs < ms
  const windows = [...HashMap.keys(HashMap.filter(state.budgetWindows, over))].slice(0, limit)
  const reservations = [...HashMap.keys(HashMap.filter(state.budgetReservations, (held) => held.windows.every(over)))].slice(0, limit)
  return changed(Math.max(windows.length, reservations.length), {
    ...state,
    budgetWindows: HashMap.removeMany(state.budgetWindows, windows),
    budgetReservations: HashMap.removeMany(state.budgetReservations, reservations)
  })
}

export const MemoryBudgetLedger = Layer.effect(
  BudgetLedger,
  Effect.map(MemoryDatabase, ({ write }) =>
    BudgetLedger.of({
      reserve: (request) =>
        write((state) => {
          if (HashMap.has(state.budgetReservations, keyOf(request))) return changed<BudgetWindow | null>(null, state)
          const windows = windowsOf(request)
          const full = windows.find(({ key, window }) =>
            !fits(request.caps[window], Option.getOrElse(HashMap.get(state.budgetWindows, key), () => unused), request.amount))
          if (full !== undefined) return changed<BudgetWindow | null>(full.window, state)
          const { microUsd, tokens } = request.amount
          const counted = windows.reduce(
            (after, { endsAt, key }) => addTo(after, key, DateTime.toEpochMillis(endsAt), tokens, microUsd),
            state
          )
          return changed<BudgetWindow | null>(null, {
            ...counted,
            budgetReservations: HashMap.set(counted.budgetReservations, keyOf(request), {
              ...request.amount,
              windows: windows.map(({ endsAt, key }) => ({ key, endsMs: DateTime.toEpochMillis(endsAt) }))
            })
          })
        }),
      settle: (reservation, spent) =>
        write((state) => {
          const held = HashMap.get(state.budgetReservations, keyOf(reservation))
          if (Option.isNone(held)) return changed(undefined, state)
          const { microUsd, tokens, windows } = held.value
          const settled = windows.filter(({ key }) => HashMap.has(state.budgetWindows, key)).reduce(
            (after, { endsMs, key }) => addTo(after, key, endsMs, spent.tokens - tokens, spent.microUsd - microUsd),
            state
          )
          return changed(undefined, { ...settled, budgetReservations: HashMap.remove(settled.budgetReservations, keyOf(reservation)) })
        }),
      prune: ({ endedBefore, limit }) => write(withoutBatch(endedBefore, limit))
    }))
)

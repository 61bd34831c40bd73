import { RateLimits } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as HashMap from "effect/HashMap"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { changed, MemoryDatabase } from "./MemoryDatabase.ts"

export const MemoryRateLimits = Layer.effect(
  RateLimits,
  Effect.map(MemoryDatabase, ({ write }) =>
    RateLimits.of({
      take: ({ key, limit, window }) =>
        write((state, now) => {
          const nowMs = DateTime.toEpochMillis(now)
          const open = Option.filter(HashMap.get(state.rateWindows, key), ({ endsMs }) => endsMs > nowMs)
          const { endsMs, hits } = Option.match(open, {
            onNone: () => ({ endsMs: nowMs + Duration.toMillis(window), hits: 1 }),
            onSome: (window) => ({ ...window, hits: window.hits + 1 })
          })
          return changed(
            { allowed: hits <= limit, remaining: Math.max(0, limit - hits), resetsIn: Duration.millis(endsMs - nowMs) },
            { ...state, rateWindows: HashMap.set(state.rateWindows, key, { endsMs, hits }) }
          )
        }),
      prune: (limit) =>
        write((state, now) => {
          const nowMs = DateTime.toEpochMillis(now)
          const over = HashMap.toEntries(state.rateWindows).filter(([, { endsMs }]) => endsMs <= nowMs).slice(0, limit)
          const rateWindows = HashMap.removeMany(state.rateWindows, over.map(([key]) => key))
          return changed(over.length, { ...state, rateWindows })
        })
    }))
)

import { type MemoryState, MemoryStorage, StoredState } from "@vedette/storage-memory"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HashMap from "effect/HashMap"
import type * as Scope from "effect/Scope"
import * as Layer from "effect/Layer"
import type { StoreImage } from "../check/StoreImage.ts"
import { makeMemoryImages } from "./memoryImage.ts"

export type StoragePorts = Exclude<Layer.Success<typeof MemoryStorage.layerWithState>, StoredState>

/** A storage to play a history on, empty. */
export interface SimulatedStorage {
  readonly ports: Context.Context<StoragePorts>
  /** Commits come one at a time, and each can be looked at: what it changed is told from the picture before. */
  readonly isSerial: boolean
  /** Everything committed. At once, where it is serial. */
  readonly image: () => StoreImage | Promise<StoreImage>
  /** Told before anything happens at a new time. */
  readonly setTime: (nowMs: number) => Promise<void>
  /** Every live lease ends now, as of workers that are wrongly taken for dead. */
  readonly endLeases: Effect.Effect<void>
  /** Of the timers that are kept beside the intents, where there are any: all are gone, or each is there twice. */
  readonly mangleTimers: (how: "lost" | "twice") => Effect.Effect<void>
  /** Statements that really are on their way: time must not go on before they are answered. */
  readonly onTheirWay: () => number
}

export type OpenStorage = Effect.Effect<SimulatedStorage, never, Scope.Scope>

const ended = <Row extends { readonly until: number }>(lease: Row, nowMs: number): Row => lease.until > nowMs ? { ...lease, until: nowMs } : lease

const withoutLeases = (state: MemoryState, nowMs: number): MemoryState => ({
  ...state,
  timers: HashMap.map(state.timers, (timer) => timer.lease === null ? timer : { ...timer, lease: ended(timer.lease, nowMs) }),
  deliveryLeases: HashMap.map(state.deliveryLeases, (lease) => ended(lease, nowMs)),
  digestLeases: HashMap.map(state.digestLeases, (lease) => ended(lease, nowMs))
})

/** The storage in memory. Its one clock is the world's: every operation comes with it. */
export const memoryStorage: OpenStorage = Effect.gen(function*() {
  const context = yield* Layer.build(MemoryStorage.layerWithState)
  const { alter, committed } = Context.get(context, StoredState)
  const image = makeMemoryImages()
  return {
    ports: context,
    image: () => image(committed()),
    setTime: () => Promise.resolve(),
    endLeases: Effect.flatMap(Clock.currentTimeMillis, (nowMs) => alter((state) => withoutLeases(state, nowMs))),
    // Rows are their own timers here.
    mangleTimers: () => Effect.void,
    onTheirWay: () => 0,
    isSerial: true
  }
})

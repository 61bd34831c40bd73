import { MemoryStorage, StoredState } from "@vedette/storage-memory"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
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
  /** Statements that really are on their way: time must not go on before they are answered. */
  readonly onTheirWay: () => number
}

export type OpenStorage = Effect.Effect<SimulatedStorage, never, Scope.Scope>

/** The storage in memory. Its one clock is the world's: every operation comes with it. */
export const memoryStorage: OpenStorage = Effect.gen(function*() {
  const context = yield* Layer.build(MemoryStorage.layerWithState)
  const { committed } = Context.get(context, StoredState)
  const image = makeMemoryImages()
  return {
    ports: context,
    image: () => image(committed()),
    setTime: () => Promise.resolve(),
    onTheirWay: () => 0,
    isSerial: true
  }
})

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
  /** Everything committed: at once, or by an effect where it has to be read. */
  readonly image: () => StoreImage | Effect.Effect<StoreImage>
  /** Told before time goes on. */
  readonly setTime: (nowMs: number) => Effect.Effect<void>
  /** Commits come one at a time, so that what a commit changed can be told from the picture before it. */
  readonly isSerial: boolean
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
    setTime: () => Effect.void,
    isSerial: true
  }
})

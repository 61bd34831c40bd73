import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { changed, MemoryDatabase } from "./MemoryDatabase.ts"
import type { MemoryState } from "./MemoryState.ts"

/** The whole state as one immutable value: for those who check a storage from outside, or break one on purpose. */
export class StoredState extends Context.Service<StoredState, {
  readonly committed: () => MemoryState
  /** Joins the ambient transaction. No rule of any port is checked. */
  readonly alter: (change: (state: MemoryState) => MemoryState) => Effect.Effect<void>
}>()("@vedette/storage-memory/StoredState") {
  static readonly layer = Layer.effect(
    StoredState,
    Effect.map(MemoryDatabase, ({ committed, write }) =>
      StoredState.of({
        committed,
        alter: (change) => Effect.orDie(write((state) => changed(undefined, change(state))))
      }))
  )
}

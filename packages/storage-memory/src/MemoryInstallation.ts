import { Installation } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { changed, MemoryDatabase } from "./MemoryDatabase.ts"

export const MemoryInstallation = Layer.effect(
  Installation,
  Effect.map(MemoryDatabase, ({ write }) =>
    Installation.of({
      requireSchema: Effect.void,
      probe: (sealed) =>
        write((state) => {
          const secretProbe = state.secretProbe ?? sealed
          return changed(secretProbe, { ...state, secretProbe })
        })
    }))
)

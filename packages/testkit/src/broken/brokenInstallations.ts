import { StorageError, StorageFailed } from "@vedette/domain"
import * as Effect from "effect/Effect"
import { type BrokenStorage, brokenStorage } from "./brokenStorage.ts"

const theLaw =
  "the first sealed probe is kept: of many who bring theirs at once all get the same one, and so does everybody after"

/** Installations with one defect each, over the memory storage. */
export const brokenInstallations: ReadonlyArray<BrokenStorage> = [
  brokenStorage(
    "refuses its own schema",
    ({ installation }) => ({
      installation: {
        ...installation,
        requireSchema: Effect.fail(new StorageError({ reason: new StorageFailed({ message: "Not mine." }) }))
      }
    }),
    "a storage that could be built has the schema it works on"
  ),
  brokenStorage(
    "answers everybody with their own probe",
    ({ installation }) => ({
      installation: { ...installation, probe: (sealed) => Effect.as(installation.probe(sealed), sealed) }
    }),
    theLaw
  ),
  brokenStorage(
    "looks before it writes",
    ({ installation }) => {
      let stored: string | null = null
      return {
        installation: {
          ...installation,
          probe: (sealed) =>
            Effect.gen(function*() {
              const before = stored
              yield* Effect.yieldNow
              if (before !== null) return before
              stored = sealed
              return sealed
            })
        }
      }
    },
    theLaw
  )
]

import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { brokenStorages } from "../src/broken/brokenStorages.ts"
import { storageLaws } from "../src/contracts/storageContract.ts"
import { workQueueLaws } from "../src/contracts/workQueueContract.ts"
import { failingLaws } from "../src/Law.ts"

const laws = [...storageLaws, ...workQueueLaws]

describe("the storage and work queue contracts bite", () => {
  for (const [port, storages] of brokenStorages) {
    for (const { breaks, defect, storage } of storages) {
      it.effect(`${port} that ${defect} fails exactly its laws`, () =>
        Effect.gen(function*() {
          assert.deepStrictEqual(yield* failingLaws(laws, storage), breaks)
        }))
    }
  }

  it("every law has a name of its own and a storage that breaks it", () => {
    const names = laws.map(({ name }) => name)
    const broken = brokenStorages.flatMap(([, storages]) => storages.flatMap(({ breaks }) => breaks))
    assert.deepStrictEqual([...new Set(broken)].sort(), names.toSorted())
  })
})

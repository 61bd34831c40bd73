import type * as Layer from "effect/Layer"
import type { ContractTime } from "../contracts/ContractTime.ts"
import type { StoragePorts } from "../contracts/storageLaw.ts"
import { alteredStorage, type StorageServices } from "./alteredStorage.ts"

/** A storage with one defect, and exactly the laws that must catch it. */
export interface BrokenStorage {
  readonly defect: string
  readonly breaks: readonly [string, ...ReadonlyArray<string>]
  readonly storage: Layer.Layer<StoragePorts | ContractTime>
}

export const brokenStorage = (
  defect: string,
  alter: (sound: StorageServices) => Partial<StorageServices>,
  ...breaks: BrokenStorage["breaks"]
): BrokenStorage => ({ defect, breaks, storage: alteredStorage(alter) })

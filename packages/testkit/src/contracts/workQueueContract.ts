import { layer } from "@effect/vitest"
import type * as Layer from "effect/Layer"
import { type Law, registerLaws } from "../Law.ts"
import type { ContractTime } from "./ContractTime.ts"
import type { StoragePorts } from "./storageLaw.ts"
import { storeExaminationLaws } from "./storeExaminationLaws.ts"
import { workQueueClaimLaws } from "./workQueueClaimLaws.ts"
import { workQueueFairnessLaws } from "./workQueueFairnessLaws.ts"
import { workQueueIntentLaws } from "./workQueueIntentLaws.ts"

export const workQueueLaws: ReadonlyArray<Law<StoragePorts | ContractTime>> = [
  ...workQueueIntentLaws,
  ...workQueueClaimLaws,
  ...workQueueFairnessLaws,
  ...storeExaminationLaws
]

/**
 * Holds a work queue to its laws, together with the storage whose transactions it joins and the
 * examination (`StoreExamination`) that looks behind both. All laws share one build of
 * the layer; how long a law waits for a dead worker's task is read from the adapter's own `detectionDelay`.
 *
 * @example
 * workQueueContract("memory", MemoryStorage.layer.pipe(Layer.provideMerge(virtualTime)))
 */
export const workQueueContract = <E>(name: string, storage: Layer.Layer<StoragePorts | ContractTime, E>): void =>
  layer(storage, { excludeTestServices: true })(
    `Work queue contract (${name})`,
    (it) => registerLaws(it, workQueueLaws)
  )

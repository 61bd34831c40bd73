import type { WorkQueue } from "@vedette/domain"
import type { StorageServices } from "./alteredStorage.ts"
import { type BrokenStorage, brokenStorage } from "./brokenStorage.ts"

type Queue = WorkQueue["Service"]

/** A storage whose work queue has one defect, and exactly the laws that must catch it. */
export const brokenQueue = (
  defect: string,
  alter: (queue: Queue, sound: StorageServices) => Partial<Queue>,
  ...breaks: BrokenStorage["breaks"]
): BrokenStorage =>
  brokenStorage(defect, (sound) => ({ queue: { ...sound.queue, ...alter(sound.queue, sound) } }), ...breaks)

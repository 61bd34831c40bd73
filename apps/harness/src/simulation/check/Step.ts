import type { StoreImage } from "./StoreImage.ts"

/** One commit: what was stored before and after it, when, and whose it was (the owner's, or a worker's by its name). */
export interface Step {
  readonly before: StoreImage
  readonly after: StoreImage
  readonly atMs: number
  readonly by: string
}

/** Several commits that were looked at together, where a storage does not let one look after each. */
export const SOMEBODY = "store"

export const isWorkers = ({ by }: Step): boolean => by !== "owner" && by !== SOMEBODY

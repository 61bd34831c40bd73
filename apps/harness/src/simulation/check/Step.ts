import type { StoreImage } from "./StoreImage.ts"

/** One commit: what was stored before and after it, when, and whose it was (`owner…`, or a worker's name). */
export interface Step {
  readonly before: StoreImage
  readonly after: StoreImage
  readonly atMs: number
  readonly by: string
}

export const isWorkers = ({ by }: Step): boolean => !by.startsWith("owner")

import { anyCadence, type Cadence } from "@vedette/domain"
import type { CreateTaskInput } from "@vedette/http-contract"

/** The cadence asked for; null takes every bound of the owner's away. */
export const toCadence = (input: NonNullable<CreateTaskInput["cadence"]> | null): Cadence => ({
  minInterval: input?.min_interval ?? anyCadence.minInterval,
  maxInterval: input?.max_interval ?? anyCadence.maxInterval,
  deadline: input?.deadline ?? anyCadence.deadline
})

import type { KnownState } from "../../task/KnownState.ts"
import type { Observation } from "../Judgement.ts"

/** The last run read the same value for the same term: two reads agree. */
export const wasReadBefore = (
  known: KnownState,
  read: Pick<Observation, "term" | "value" | "unit">
): boolean => known.observations.some((o) => o.term === read.term && o.value === read.value && o.unit === read.unit)

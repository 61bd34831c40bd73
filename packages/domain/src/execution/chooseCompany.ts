import { LOST_IN_COMPANY } from "./retryPolicy.ts"

/**
 * When a worker takes a suspect, a run that has cost `LOST_IN_COMPANY` workers: `first`, whatever else is claimed with
 * it; `last`, where nothing else is; `never`, by one that has other runs in hand. It takes one at a time.
 */
export type SuspectsTurn = "first" | "last" | "never"

export interface Company<A> {
  readonly started: ReadonlyArray<A>
  /** One suspect was started, and nothing may run beside it. */
  readonly alone: boolean
  readonly handedBack: ReadonlyArray<A>
  /** How many of those handed back are suspects. */
  readonly suspects: number
}

/**
 * Which of the runs that were claimed together are started together: a suspect alone, all others side by side. So a run
 * that kills its worker takes innocent ones along no more, and no suspect is counted what another has done. Pure.
 */
export const chooseCompany = <A extends { readonly lost: number }>(
  claimed: ReadonlyArray<A>,
  turn: SuspectsTurn
): Company<A> => {
  const isSuspect = ({ lost }: A) => lost >= LOST_IN_COMPANY
  const suspects = claimed.filter(isSuspect)
  const others = claimed.filter((one) => !isSuspect(one))
  const chosen = turn === "first" || (turn === "last" && others.length === 0) ? suspects[0] : undefined
  return chosen === undefined
    ? { started: others, alone: false, handedBack: suspects, suspects: suspects.length }
    : { started: [chosen], alone: true, handedBack: claimed.filter((one) => one !== chosen), suspects: suspects.length - 1 }
}

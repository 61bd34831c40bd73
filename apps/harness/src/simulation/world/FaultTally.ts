/** How often each kind of fault befell something. A simulation whose faults do not occur proves nothing. */
export interface FaultTally {
  readonly count: (fault: string) => void
  readonly counts: ReadonlyMap<string, number>
}

export const makeFaultTally = (): FaultTally => {
  const counts = new Map<string, number>()
  return { count: (fault) => void counts.set(fault, (counts.get(fault) ?? 0) + 1), counts }
}

/** What happened, in order, by virtual time. Written by the one seed alone: the same one writes the same. */
export interface HistoryEntry {
  readonly atMs: number
  readonly who: string
  readonly what: string
}

export interface HistoryLog {
  readonly add: (who: string, what: string) => void
  readonly entries: ReadonlyArray<HistoryEntry>
}

/** @param nowMs milliseconds since the history began */
export const makeHistoryLog = (nowMs: () => number): HistoryLog => {
  const entries: Array<HistoryEntry> = []
  return { add: (who, what) => void entries.push({ atMs: nowMs(), who, what }), entries }
}

const two = (n: number): string => String(n).padStart(2, "0")

/** `day 3 08:15:02.140` */
export const instantText = (atMs: number): string => {
  const seconds = Math.floor(atMs / 1_000)
  const time = [Math.floor(seconds / 3_600) % 24, Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(":")
  return `day ${two(Math.floor(seconds / 86_400))} ${time}.${String(Math.floor(atMs % 1_000)).padStart(3, "0")}`
}

export const entryText = ({ atMs, what, who }: HistoryEntry): string => `${instantText(atMs)}  ${who.padEnd(8)} ${what}`

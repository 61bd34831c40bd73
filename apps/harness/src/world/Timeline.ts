import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"

/** Where the line comes from: the owner, a worker's life, the web, a receiver, or what is stored. */
export type TimelineSource = "owner" | "workers" | "web" | "receiver" | "stored" | "broken"

export interface TimelineEntry {
  /** Milliseconds since the story began. */
  readonly atMs: number
  readonly source: TimelineSource
  readonly what: string
}

/** Everything that happened, in order. The same seed writes the same timeline. */
export interface Timeline {
  readonly add: (source: TimelineSource, what: string) => Effect.Effect<void>
  readonly entries: () => ReadonlyArray<TimelineEntry>
}

export const makeTimeline = (startMs: number): Timeline => {
  const entries: Array<TimelineEntry> = []
  return {
    add: (source, what) =>
      Effect.map(Clock.currentTimeMillis, (now) => {
        entries.push({ atMs: now - startMs, source, what })
      }),
    entries: () => [...entries]
  }
}

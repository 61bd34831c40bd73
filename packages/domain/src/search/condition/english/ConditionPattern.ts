import type { Condition, Place } from "../Condition.ts"

/** A way to say a condition in English that means one typed condition and nothing else. */
export interface ConditionPattern {
  readonly name: string
  /** A whole description that it reads. */
  readonly example: string
  /** Anchored on both ends; no repetition inside a repetition, so that matching is bounded by the text. */
  readonly pattern: RegExp
  /** Null where the words fit but the meaning is not certain (an ambiguous number, an unknown currency). */
  readonly read: (words: Readonly<Record<string, string | undefined>>) => Condition | null
}

/** "page" in a description is each of the task's own sources. */
export const anyPage: Place = { url: null, selector: null }

export const whole = (source: string): RegExp => new RegExp(`^(?:${source})$`, "iu")

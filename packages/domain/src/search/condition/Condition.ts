import type { Availability } from "../../ports/PageReader.ts"

export type Comparison = "<" | "<=" | ">" | ">=" | "==" | "!="

/**
 * Where a term looks. `url` null means each of the task's own sources; `selector` null means the whole page.
 * A selector is CSS, or in a JSON document a JSON pointer: one that begins with `/`.
 */
export interface Place {
  readonly url: string | null
  readonly selector: string | null
}

/** What the entries of a feed are looked for: words, all of them, any of them, none. */
export type EntryMatch =
  | { readonly _tag: "Words"; readonly words: string }
  | { readonly _tag: "All" | "Any"; readonly operands: ReadonlyArray<EntryMatch> }
  | { readonly _tag: "None"; readonly operand: EntryMatch }

/** What may have become of a registration, a festival, a release date, a show. */
export const statusWords = ["open", "closed", "announced", "published", "cancelled", "postponed", "extended", "renewed"] as const
export type StatusWord = (typeof statusWords)[number]

export const dateUnits = ["hours", "days", "weeks"] as const
export type DateUnit = (typeof dateUnits)[number]

/** When a date has to be. `at` is a day (`2026-05-01`) or an instant of ISO 8601. */
export type DateRange =
  | { readonly _tag: "Before" | "After" | "On"; readonly at: string }
  /** From now on, or up to now. A day counts whole. */
  | { readonly _tag: "Within"; readonly side: "next" | "last"; readonly amount: number; readonly unit: DateUnit }

/** What can be judged without a model. The text form is `printCondition`; `parseCondition` reads it back. */
export type Condition =
  | {
    readonly _tag: "Price"
    readonly place: Place
    /** The thing whose price is meant, where a page may speak of several; null: the one that the task's query names. */
    readonly of: string | null
    readonly comparison: Comparison
    readonly limit: number
    /** ISO 4217, or null: then any currency, if the page gives just one. */
    readonly currency: string | null
  }
  | {
    readonly _tag: "Value"
    readonly place: Place
    readonly comparison: Comparison
    readonly limit: number
    readonly unit: string | null
  }
  | { readonly _tag: "Availability"; readonly place: Place; readonly of: string | null; readonly is: Availability }
  /** `of` is what has become so: `registration for Harbour Marathon 2026`. Null: what the task's query names. */
  | { readonly _tag: "Status"; readonly place: Place; readonly of: string | null; readonly is: StatusWord }
  | { readonly _tag: "Version"; readonly place: Place; readonly of: string | null; readonly comparison: Comparison; readonly version: string }
  | { readonly _tag: "Entry"; readonly place: Place; readonly matches: EntryMatch }
  | { readonly _tag: "Text"; readonly place: Place; readonly mode: "contains" | "lacks"; readonly text: string }
  | { readonly _tag: "Date"; readonly place: Place; readonly of: string | null; readonly range: DateRange }
  | { readonly _tag: "Changed"; readonly place: Place }
  | { readonly _tag: "And" | "Or"; readonly operands: ReadonlyArray<Condition> }
  | { readonly _tag: "Not"; readonly operand: Condition }

/** A condition that asks something of a place by itself. */
export type Term = Exclude<Condition, { readonly _tag: "And" | "Or" | "Not" }>

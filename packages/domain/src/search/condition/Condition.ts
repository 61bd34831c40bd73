import type { Availability } from "../../ports/PageReader.ts"

export type Comparison = "<" | "<=" | ">" | ">=" | "==" | "!="

/**
 * Where a term looks. `url` null means each of the task's own sources; `selector` null means the whole page.
 * A selector is CSS.
 */
export interface Place {
  readonly url: string | null
  readonly selector: string | null
}

/** What can be judged without a model. The text form is `printCondition`; `parseCondition` reads it back. */
export type Condition =
  | {
    readonly _tag: "Price"
    readonly place: Place
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
  | { readonly _tag: "Availability"; readonly place: Place; readonly is: Availability }
  | { readonly _tag: "Text"; readonly place: Place; readonly mode: "contains" | "lacks"; readonly text: string }
  | { readonly _tag: "Changed"; readonly place: Place }
  | { readonly _tag: "And" | "Or"; readonly operands: ReadonlyArray<Condition> }
  | { readonly _tag: "Not"; readonly operand: Condition }

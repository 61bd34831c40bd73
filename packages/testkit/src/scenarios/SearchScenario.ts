import type { RunBudget, SearchReason, Verdict } from "@vedette/domain"
import type { Responder } from "../fakes/FakeWeb.ts"

/** The three ways to judge. */
export type Way = "web" | "openai" | "gemini"

/** What the model writes in one run, as a scenario means it; each way's stand-in says it in its own protocol. */
export type ModelSays =
  | {
    readonly verdict: Verdict
    readonly certainty?: "stated" | "reported" | "rumoured"
    /** Sentences; the stand-in finds the passage that each is from. */
    readonly quotes?: ReadonlyArray<string>
    readonly against?: ReadonlyArray<string>
    readonly expected?: string
  }
  /** Prose where JSON was asked for; the next time, if it is asked again, what follows. */
  | { readonly proseThen: ModelSays }
  | "prose for ever"
  | "half a sentence of JSON"
  | "JSON of another schema"
  /** An answer, but nothing was searched for and nothing cited. */
  | { readonly fromMemory: ModelSays }
  /** Searched for, but nothing is cited. */
  | { readonly uncited: ModelSays }
  | "limit per minute"
  | "limit per day"
  | "no quota"
  | "overloaded"
  | "broken"
  | "retired"
  | "hangs"

/** What came of a run: a judgement with what was decided on it, or the category of an error. */
export type Outcome =
  | { readonly verdict: Verdict; readonly told: boolean; readonly atMost?: number; readonly degraded?: boolean }
  | { readonly failed: SearchReason["category"] }

/** One run: what the web shows, what a model would say of it, and what has to come of it. */
export interface ScenarioRun {
  readonly pages: Readonly<Record<string, Responder>>
  readonly model: ModelSays
  readonly budget?: RunBudget
  readonly expect: Outcome | Readonly<Record<Way, Outcome>>
  /** The ways in which no model may be asked at all in this run. */
  readonly silent?: ReadonlyArray<Way>
}

export interface SearchScenario {
  readonly name: string
  /** For the way without a model; the others get the description. */
  readonly condition: string
  readonly conditionDescription: string
  /** Pages that the task names. Where there are none the models search; the way without a model has nothing to look at. */
  readonly named: boolean
  readonly runs: ReadonlyArray<ScenarioRun>
}

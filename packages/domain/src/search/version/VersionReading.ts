export interface VersionReading {
  /** `stated`: under the name of the thing, or in a list of its releases. */
  readonly kind: "structured" | "entry" | "selected" | "stated" | "prose"
  readonly version: string
  /** Literal text of the page. */
  readonly quote: string
  readonly origin: string
}

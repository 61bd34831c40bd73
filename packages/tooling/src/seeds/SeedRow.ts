/** One thing that a document of the original's API says, and the test that holds the server to it. */
export interface SeedRow {
  /** What the document says, shortened. */
  readonly says: string
  /** The suite it is proved in: a file of `apps/server/test`, without `.ts`. */
  readonly suite: string
  /** The test's title as it stands in the file. */
  readonly test: string
}

/** The rows of one document. */
export interface Seed {
  readonly number: string
  readonly title: string
  readonly rows: ReadonlyArray<SeedRow>
}

/** `says | suite | test`, a line a row, so that a document reads as the table that is made of it. */
export const seed = (number: string, title: string, table: string): Seed => ({
  number,
  title,
  rows: table.trim().split("\n").map((line) => {
    const [says = "", suite = "", test = ""] = line.split(" | ").map((cell) => cell.trim())
    return { says, suite, test }
  })
})

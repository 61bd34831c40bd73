import type { JudgedCase } from "./judgeCase.ts"
import { differing, scoreTable } from "./printScore.ts"
import type { Score } from "./Score.ts"

export interface ReportedSet {
  readonly name: string
  /** What the set is, in a sentence. */
  readonly about: string
  readonly score: Score
  readonly cases: ReadonlyArray<JudgedCase>
}

const cell = (text: string): string => text.replace(/\s+/g, " ").replaceAll("|", "\\|").slice(0, 220)

const section = ({ about, cases, name, score }: ReportedSet): string => {
  const others = differing(cases)
  const rows = others.map((one) => `| ${one.id} | ${one.kind} | ${one.expected} | ${one.verdict} | ${one.understood === null ? "free text" : `\`${cell(one.understood)}\``} | ${cell(one.answer)} |`)
  return `## ${name}

${about}

${scoreTable(score)}

${
    others.length === 0
      ? "Every case is judged as it is labelled."
      : `${others.length} of ${cases.length} are judged otherwise than labelled:\n\n| case | kind | labelled | judged | understood as | why |\n| --- | --- | --- | --- | --- | --- |\n${rows.join("\n")}`
  }
`
}

/** `docs/reference/judging-report.md`. */
export const report = (sets: ReadonlyArray<ReportedSet>): string =>
  `<!-- Generated from the labelled sets in apps/judge/sets; a test compares. UPDATE_DOCS=1 npm test -- apps/judge writes it. -->

# How often judging is right

The search adapter that needs no key and no model, over labelled pages: each case is a page as a file, a question, a condition and
the verdict of a careful reader. A false alert costs more than a late one, so what counts first is the precision of \`met\`: of the
cases that are called met, the share that is. Recall says how many of those that are met are found; the rest are \`unclear\`.

\`npm run judge\` prints the first table, \`npm run judge -- --set <folder> [--json]\` judges a set of yours: see
[the guide](../guides/judge-your-own-conditions.md).

In the columns \`is …\` stands how the cases with that label were judged: met / not met / unclear.

${sets.map(section).join("\n")}`

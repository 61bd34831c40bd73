import type { JudgedCase } from "./judgeCase.ts"
import type { KindScore, Score } from "./Score.ts"

const percent = (share: number | null): string => share === null ? "–" : share.toFixed(2)

const rowOf = ({ accuracy, cases, confusion, kind, precision, recall }: KindScore): ReadonlyArray<string> => [
  kind,
  String(cases),
  ...[confusion.met, confusion.not_met, confusion.unclear].map((row) => `${row.met} / ${row.not_met} / ${row.unclear}`),
  percent(precision),
  percent(recall),
  percent(accuracy)
]

/** One row a kind; in the columns `is …`: how those cases were called, met / not met / unclear. */
export const scoreTable = (score: Score): string => {
  const head = ["kind", "cases", "is met", "is not met", "is unclear", "precision of met", "recall of met", "accuracy"]
  const rows = [...score.kinds, score.total].map(rowOf)
  const widths = head.map((cell, column) => Math.max(cell.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: ReadonlyArray<string>) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n")
}

/** The cases that were judged otherwise than labelled: false alerts first. */
export const differing = (cases: ReadonlyArray<JudgedCase>): ReadonlyArray<JudgedCase> =>
  cases.filter((one) => one.verdict !== one.expected)
    .toSorted((a, b) => Number(b.verdict === "met") - Number(a.verdict === "met") || Number(b.expected === "met") - Number(a.expected === "met"))

export const printScore = (score: Score, cases: ReadonlyArray<JudgedCase>): string => {
  const mistaken = cases.filter((one) => one.isMistaken)
  const others = differing(cases).filter((one) => !one.isMistaken)
  return [
    scoreTable(score),
    "",
    ...(mistaken.length === 0 ? [] : [`${mistaken.length} of ${cases.length} cannot be judged as they are written:`]),
    ...mistaken.map((one) => `  ${one.id} (${one.kind}): ${one.answer}`),
    others.length === 0
      ? `Every ${mistaken.length === 0 ? "" : "other "}case was judged as it is labelled.`
      : `${others.length} of ${cases.length} were judged otherwise than labelled:`,
    ...others.map((one) => `  ${one.id} (${one.kind}): ${one.verdict}, labelled ${one.expected}. ${one.understood ?? "free text"}. ${one.answer.replace(/\s+/g, " ").slice(0, 200)}`)
  ].join("\n")
}

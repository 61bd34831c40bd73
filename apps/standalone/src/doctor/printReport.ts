import type { StoreFinding, StoreReport } from "@vedette/domain"

const line = ({ detail, invariant, repaired, taskId }: StoreFinding): string =>
  `  ${invariant.padEnd(24)} ${taskId === null ? "" : `task ${taskId}: `}${detail}${repaired ? " (repaired)" : ""}`

/** What a person reads. */
export const printReport = ({ findings, tasks }: StoreReport, fix: boolean): string => {
  const left = findings.filter(({ repaired }) => !repaired).length
  const looked = `Looked at ${tasks} ${tasks === 1 ? "task" : "tasks"} and at what wakes them.`
  if (findings.length === 0) return `${looked} Nothing is broken.`
  const end = left === 0
    ? "All of it is repaired."
    : fix
    ? `${left} could not be repaired: the errors above say why.`
    : "npm run doctor -- --fix repairs what can be repaired."
  return [looked, "", ...findings.map(line), "", end].join("\n")
}

import type { Step } from "./Step.ts"

/** What a commit changed, in a few words each, for the history. Pure. */
export const describeStep = ({ after, before }: Step): ReadonlyArray<string> => {
  const lines: Array<string> = []
  const nameOf = (id: string) => (after.tasks.get(id) ?? before.tasks.get(id))?.task.name ?? "?"
  if (after.tasks !== before.tasks) {
    for (const [id, image] of after.tasks) {
      const old = before.tasks.get(id)
      if (old === image) continue
      const { dueMs, fence, leaseUntilMs, task } = image
      if (old === undefined || old.task.state !== task.state) lines.push(`${task.name} is ${task.state}`)
      if (old !== undefined && old.task.health.status !== task.health.status) lines.push(`${task.name} is ${task.health.status}`)
      if (old?.fence !== fence && leaseUntilMs !== null) lines.push(`${task.name} is claimed, fence ${fence}`)
      if (old?.dueMs !== dueMs) lines.push(`${task.name} is due ${dueMs === null ? "never" : new Date(dueMs).toISOString()}`)
    }
    for (const [id, { task }] of before.tasks) if (!after.tasks.has(id)) lines.push(`${task.name} is deleted`)
  }
  if (after.executions !== before.executions) {
    for (const [id, execution] of after.executions) {
      const old = before.executions.get(id)
      if (old !== execution && (old?.status !== execution.status || old.fence !== execution.fence)) {
        lines.push(`${nameOf(execution.taskId)}: run ${id.slice(-4)} (${execution.trigger}) is ${execution.status}${execution.notification === null ? "" : ", to be told"}`)
      }
    }
  }
  if (after.deliveries !== before.deliveries) {
    for (const [id, delivery] of after.deliveries) {
      const old = before.deliveries.get(id)
      if (old !== delivery && (old?.status !== delivery.status || old.attempts !== delivery.attempts)) {
        lines.push(`${nameOf(delivery.taskId)}: ${delivery.event} to ${delivery.address} is ${delivery.status} after ${delivery.attempts} tries`)
      }
    }
  }
  return lines
}

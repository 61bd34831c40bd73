import type { Execution, Task } from "@vedette/domain"
import type { TaskNotificationBody } from "@vedette/http-contract"
import { toGroundingSources } from "./toExecutionBody.ts"

/** An execution that told its owner, as the first generation of clients reads it. */
export const toTaskNotificationBody = (task: Task, execution: Execution): TaskNotificationBody => ({
  id: execution.id,
  task_id: execution.taskId,
  task_name: task.name,
  status: "success",
  condition_met: true,
  answer: execution.notification ?? "",
  reasoning: execution.judgement?.evidence ?? "",
  change_summary: execution.changeSummary,
  grounding_sources: execution.judgement === null ? [] : toGroundingSources(execution.judgement),
  created_at: execution.completedAt ?? execution.createdAt
})

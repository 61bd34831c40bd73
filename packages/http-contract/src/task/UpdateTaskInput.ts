import { TaskStateSchema } from "@vedette/domain"
import * as Schema from "effect/Schema"
import { conditionDescription, name, searchQuery, sharedFields } from "./taskFields.ts"

/** `PUT` and `PATCH /api/v1/tasks/{task_id}`: what is absent stays. Null only where a task may have none. */
export const UpdateTaskInput = Schema.Struct({
  name: Schema.optionalKey(name),
  search_query: Schema.optionalKey(searchQuery),
  condition_description: Schema.optionalKey(conditionDescription),
  state: Schema.optionalKey(TaskStateSchema),
  ...sharedFields
}).annotate({ identifier: "UpdateTask" })
export type UpdateTaskInput = typeof UpdateTaskInput.Type

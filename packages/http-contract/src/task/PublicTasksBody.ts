import * as Schema from "effect/Schema"
import { TaskBody } from "./TaskBody.ts"

/** A page of everybody's public tasks, in the original's envelope. */
export const PublicTasksBody = Schema.Struct({
  tasks: Schema.Array(TaskBody),
  /** How many there are in all, whatever the page. */
  total: Schema.Int,
  offset: Schema.Int,
  limit: Schema.Int
}).annotate({ identifier: "PublicTasks" })

import * as Schema from "effect/Schema"
import { boundedText } from "../field/boundedText.ts"
import { conditionDescription, name, searchQuery, sharedFields } from "./taskFields.ts"

/** `POST /api/v1/tasks`. Unknown fields are ignored. */
export const CreateTaskInput = Schema.Struct({
  search_query: searchQuery,
  name: Schema.optionalKey(name),
  /** Null counts as absent: the original's clients send it so. */
  condition_description: Schema.optionalKey(Schema.NullOr(conditionDescription)),
  state: Schema.optionalKey(Schema.Literals(["active", "paused"])),
  run_immediately: Schema.optionalKey(Schema.Boolean),
  external_id: Schema.optionalKey(Schema.NullOr(boundedText(1, 200))),
  ...sharedFields
}).annotate({ identifier: "CreateTask" })
export type CreateTaskInput = typeof CreateTaskInput.Type

import * as Schema from "effect/Schema"
import { wireId } from "../field/uuidText.ts"
import { ExecutionBody } from "./ExecutionBody.ts"

/** An execution that told its owner, with what a list of many tasks needs of its task. */
export const FeedItemBody = Schema.Struct({
  ...ExecutionBody.fields,
  task_name: Schema.String,
  task_search_query: Schema.String,
  task_is_public: Schema.Boolean,
  /** For the owner alone. */
  task_user_id: Schema.optionalKey(wireId)
}).annotate({ identifier: "FeedItem" })
export type FeedItemBody = typeof FeedItemBody.Type

import * as Schema from "effect/Schema"
import { queryInt } from "../field/queryInt.ts"
import { taskIdParam } from "../field/uuidText.ts"
import { SendsBody } from "../notification/SendBody.ts"
import { route } from "./Route.ts"

/** Beyond any log, and small enough that every database takes it for an offset. */
const MAX_OFFSET = 1_000_000_000

export const notificationRoutes = {
  listSends: route({
    id: "listSends",
    method: "GET",
    path: "/api/v1/notifications/sends",
    summary: "Everything that was owed to the caller and what has become of it, newest first; 50 unless a limit is given",
    tag: "notifications",
    auth: "required",
    query: Schema.Struct({
      notification_type: Schema.optionalKey(Schema.String),
      task_id: Schema.optionalKey(taskIdParam),
      limit: Schema.optionalKey(queryInt(1, 100)),
      offset: Schema.optionalKey(queryInt(0, MAX_OFFSET))
    }),
    success: { status: 200, description: "A page of the log, and how many there are in all", body: SendsBody }
  })
} as const

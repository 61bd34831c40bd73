import * as Schema from "effect/Schema"
import { queryInt } from "../field/queryInt.ts"
import { executionIdParam, sendIdParam, taskIdParam } from "../field/uuidText.ts"
import { ResendInput, ResentBody, SendBody, SendDetailBody, SendsBody } from "../notification/SendBody.ts"
import { route } from "./Route.ts"

/** Beyond any log, and small enough that every database takes it for an offset. */
const MAX_OFFSET = 1_000_000_000

const sends = "/api/v1/notifications/sends"
const ofSend = Schema.Struct({ send_id: sendIdParam })

export const notificationRoutes = {
  listSends: route({
    id: "listSends",
    method: "GET",
    path: sends,
    summary: "Everything that was owed to the caller and what has become of it, newest first; 50 unless a limit is given",
    tag: "notifications",
    auth: "required",
    query: Schema.Struct({
      notification_type: Schema.optionalKey(Schema.String),
      task_id: Schema.optionalKey(taskIdParam),
      execution_id: Schema.optionalKey(executionIdParam),
      limit: Schema.optionalKey(queryInt(1, 100)),
      offset: Schema.optionalKey(queryInt(0, MAX_OFFSET))
    }),
    success: { status: 200, description: "A page of the log, and how many there are in all", body: SendsBody }
  }),
  getSend: route({
    id: "getSend",
    method: "GET",
    path: `${sends}/{send_id}`,
    summary: "One send, with every try of it",
    tag: "notifications",
    auth: "required",
    params: ofSend,
    success: { status: 200, description: "The send", body: SendDetailBody },
    errors: ["DeliveryNotFound"]
  }),
  resendSend: route({
    id: "resendSend",
    method: "POST",
    path: `${sends}/{send_id}/resend`,
    summary: "Try a send again that failed or was skipped, at once and under its id",
    description: "A send that is still owed, or was sent, is answered as it is: asking twice changes nothing. The schedule " +
      "of tries begins anew.",
    tag: "notifications",
    auth: "required",
    params: ofSend,
    success: { status: 200, description: "The send as it is now", body: SendBody },
    errors: ["DeliveryNotFound"]
  }),
  resendSends: route({
    id: "resendSends",
    method: "POST",
    path: `${sends}/resend`,
    summary: "Try all sends again that failed or were skipped, of what was owed since an instant",
    tag: "notifications",
    auth: "required",
    body: ResendInput,
    success: { status: 200, description: "How many were put back", body: ResentBody }
  })
} as const

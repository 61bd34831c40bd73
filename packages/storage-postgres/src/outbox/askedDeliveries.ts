import type { DeliveryQuery } from "@vedette/domain"
import type { Database } from "../Database.ts"

/** The condition of a query on `deliveries d`. */
export const askedDeliveries = (
  { sql }: Database["Service"],
  { executionId, kind, taskId, userId }: DeliveryQuery
) =>
  sql.and([
    sql`d.user_id = ${userId}`,
    ...(taskId === null ? [] : [sql`d.task_id = ${taskId}`]),
    ...(executionId === null ? [] : [sql`d.execution_id = ${executionId}`]),
    ...(kind === null ? [] : [sql`d.kind = ${kind}`])
  ])

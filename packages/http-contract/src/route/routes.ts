import { accountRoutes } from "./accountRoutes.ts"
import { channelRoutes } from "./channelRoutes.ts"
import { emailRoutes } from "./emailRoutes.ts"
import { executionRoutes } from "./executionRoutes.ts"
import { feedRoutes } from "./feedRoutes.ts"
import { inboxRoutes } from "./inboxRoutes.ts"
import { notificationRoutes } from "./notificationRoutes.ts"
import { publicRoutes } from "./publicRoutes.ts"
import type { AnyRoute } from "./Route.ts"
import { systemRoutes } from "./systemRoutes.ts"
import { taskRoutes } from "./taskRoutes.ts"
import { webhookRoutes } from "./webhookRoutes.ts"

/** The route table by operation: what the server serves, the document describes and the client calls. */
export const routes = {
  ...taskRoutes,
  ...executionRoutes,
  ...notificationRoutes,
  ...inboxRoutes,
  ...channelRoutes,
  ...webhookRoutes,
  ...publicRoutes,
  ...feedRoutes,
  ...emailRoutes,
  ...accountRoutes,
  ...systemRoutes
} as const

/** The same, where only the common shape matters. */
export const allRoutes: ReadonlyArray<AnyRoute> = Object.values(routes)

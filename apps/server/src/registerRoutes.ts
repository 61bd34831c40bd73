import { allRoutes, openApi, routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import type { FastifyInstance } from "fastify"
import { registerDocs } from "./docs/registerDocs.ts"
import { readiness, type ReadinessCheck } from "vedette"
import { registerMetrics } from "./http/registerMetrics.ts"
import { registerRoute, type RouteContext } from "./http/registerRoute.ts"
import { createApiKey } from "./routes/createApiKey.ts"
import { accountAtom, accountJsonFeed, accountRss } from "./routes/accountFeed.ts"
import { createTask } from "./routes/createTask.ts"
import { deleteTask } from "./routes/deleteTask.ts"
import { executeTask } from "./routes/executeTask.ts"
import { explainExecution } from "./routes/explainExecution.ts"
import { createFeedToken, listFeedTokens, revokeFeedToken } from "./routes/feedTokens.ts"
import { forkTask } from "./routes/forkTask.ts"
import { getExecution } from "./routes/getExecution.ts"
import { getMe } from "./routes/getMe.ts"
import { getTask } from "./routes/getTask.ts"
import { listApiKeys } from "./routes/listApiKeys.ts"
import { listExecutions } from "./routes/listExecutions.ts"
import { listPublicTasks } from "./routes/listPublicTasks.ts"
import { listSends } from "./routes/listSends.ts"
import { listTaskNotifications } from "./routes/listTaskNotifications.ts"
import { listTasks } from "./routes/listTasks.ts"
import { markWelcomeSeen } from "./routes/markWelcomeSeen.ts"
import { deleteChannel } from "./routes/deleteChannel.ts"
import { getSend } from "./routes/getSend.ts"
import { listNotifications } from "./routes/listNotifications.ts"
import { markNotification, readAllNotifications } from "./routes/markNotification.ts"
import { resendSend, resendSends } from "./routes/resendSends.ts"
import { getChannel } from "./routes/getChannel.ts"
import { getKeptPage, listKeptPages } from "./routes/keptPages.ts"
import { listChannels } from "./routes/listChannels.ts"
import { listWebhookDeliveries } from "./routes/listWebhookDeliveries.ts"
import { putChannel } from "./routes/putChannel.ts"
import { rotateChannelSecret, rotateDefaultWebhookSecret } from "./routes/rotateChannelSecret.ts"
import { testChannel } from "./routes/testChannel.ts"
import { testWebhook } from "./routes/testWebhook.ts"
import { getWebhookConfig, putWebhookConfig } from "./routes/webhookConfig.ts"
import { getWebhookSettings, postWebhookSettings } from "./routes/webhookSettings.ts"
import { previewTask } from "./routes/previewTask.ts"
import { getEmailSettings, postEmailSettings } from "./routes/emailSettings.ts"
import { deleteEmailTemplate, getEmailTemplate, previewEmailTemplate, putEmailTemplate } from "./routes/emailTemplate.ts"
import { deleteVerifiedEmail, listVerifiedEmails, sendEmailCode, verifyEmail } from "./routes/emailVerification.ts"
import { listUnsubscribes, resubscribe } from "./routes/unsubscribes.ts"
import { registerUnsubscribePages } from "./pages/registerUnsubscribePages.ts"
import { revokeApiKey } from "./routes/revokeApiKey.ts"
import { rotateWebhookSecret } from "./routes/rotateWebhookSecret.ts"
import { syncUser } from "./routes/syncUser.ts"
import { setVisibility } from "./routes/setVisibility.ts"
import { taskAtom, taskJsonFeed, taskRss } from "./routes/taskFeed.ts"
import { ownFeed, publicFeed } from "./routes/toldFeed.ts"
import { updateTask } from "./routes/updateTask.ts"

export interface RegisterOptions extends RouteContext {
  readonly version: string
  readonly readiness: ReadonlyArray<ReadinessCheck>
}

/** Puts a handler behind every route of the contract. */
export const registerRoutes = (app: FastifyInstance, options: RegisterOptions): void => {
  const ready = readiness(options.readiness)
  const document = openApi(allRoutes, { version: options.version, serverUrl: options.publicUrl })

  registerRoute(app, options, routes.createTask, createTask)
  registerRoute(app, options, routes.listTasks, listTasks)
  registerRoute(app, options, routes.getTask, getTask)
  registerRoute(app, options, routes.replaceTask, updateTask)
  registerRoute(app, options, routes.patchTask, updateTask)
  registerRoute(app, options, routes.deleteTask, deleteTask)
  registerRoute(app, options, routes.executeTask, executeTask)
  registerRoute(app, options, routes.rotateWebhookSecret, rotateWebhookSecret)
  registerRoute(app, options, routes.listExecutions, listExecutions)
  registerRoute(app, options, routes.getExecution, getExecution)
  registerRoute(app, options, routes.explainExecution, explainExecution)
  registerRoute(app, options, routes.listKeptPages, listKeptPages)
  registerRoute(app, options, routes.getKeptPage, getKeptPage)
  registerRoute(app, options, routes.listTaskNotifications, listTaskNotifications)
  registerRoute(app, options, routes.listSends, listSends)
  registerRoute(app, options, routes.getSend, getSend)
  registerRoute(app, options, routes.resendSend, resendSend)
  registerRoute(app, options, routes.resendSends, resendSends)
  registerRoute(app, options, routes.listNotifications, listNotifications)
  registerRoute(app, options, routes.readAllNotifications, readAllNotifications)
  registerRoute(app, options, routes.readNotification, markNotification("read"))
  registerRoute(app, options, routes.unreadNotification, markNotification("unread"))
  registerRoute(app, options, routes.archiveNotification, markNotification("archive"))
  registerRoute(app, options, routes.unarchiveNotification, markNotification("unarchive"))
  registerRoute(app, options, routes.listChannels, listChannels)
  registerRoute(app, options, routes.getChannel, getChannel)
  registerRoute(app, options, routes.putChannel, putChannel)
  registerRoute(app, options, routes.deleteChannel, deleteChannel)
  registerRoute(app, options, routes.rotateChannelSecret, rotateChannelSecret)
  registerRoute(app, options, routes.testChannel, testChannel)
  registerRoute(app, options, routes.getWebhookSettings, getWebhookSettings)
  registerRoute(app, options, routes.postWebhookSettings, postWebhookSettings)
  registerRoute(app, options, routes.rotateDefaultWebhookSecret, rotateDefaultWebhookSecret)
  registerRoute(app, options, routes.getWebhookConfig, getWebhookConfig)
  registerRoute(app, options, routes.putWebhookConfig, putWebhookConfig)
  registerRoute(app, options, routes.testWebhook, testWebhook)
  registerRoute(app, options, routes.listWebhookDeliveries, listWebhookDeliveries)
  registerRoute(app, options, routes.getEmailSettings, getEmailSettings)
  registerRoute(app, options, routes.postEmailSettings, postEmailSettings)
  registerRoute(app, options, routes.getEmailTemplate, getEmailTemplate)
  registerRoute(app, options, routes.putEmailTemplate, putEmailTemplate)
  registerRoute(app, options, routes.deleteEmailTemplate, deleteEmailTemplate)
  registerRoute(app, options, routes.previewEmailTemplate, previewEmailTemplate)
  registerRoute(app, options, routes.sendEmailCode, sendEmailCode)
  registerRoute(app, options, routes.verifyEmail, verifyEmail)
  registerRoute(app, options, routes.listVerifiedEmails, listVerifiedEmails)
  registerRoute(app, options, routes.deleteVerifiedEmail, deleteVerifiedEmail)
  registerRoute(app, options, routes.listUnsubscribes, listUnsubscribes)
  registerRoute(app, options, routes.resubscribe, resubscribe)
  registerUnsubscribePages(app, options)
  registerMetrics(app, options)
  registerRoute(app, options, routes.getMe, getMe)
  registerRoute(app, options, routes.syncUser, syncUser)
  registerRoute(app, options, routes.markWelcomeSeen, markWelcomeSeen)
  registerRoute(app, options, routes.createApiKey, createApiKey)
  registerRoute(app, options, routes.listApiKeys, listApiKeys)
  registerRoute(app, options, routes.revokeApiKey, revokeApiKey)

  registerRoute(app, options, routes.previewTask, previewTask)
  registerRoute(app, options, routes.setVisibility, setVisibility)
  registerRoute(app, options, routes.forkTask, forkTask)
  registerRoute(app, options, routes.ownFeed, ownFeed)
  registerRoute(app, options, routes.listPublicTasks, listPublicTasks)
  registerRoute(app, options, routes.getPublicTask, getTask)
  registerRoute(app, options, routes.publicFeed, publicFeed)
  registerRoute(app, options, routes.taskRss, taskRss)
  registerRoute(app, options, routes.taskAtom, taskAtom)
  registerRoute(app, options, routes.taskJsonFeed, taskJsonFeed)
  registerRoute(app, options, routes.accountRss, accountRss)
  registerRoute(app, options, routes.accountAtom, accountAtom)
  registerRoute(app, options, routes.accountJsonFeed, accountJsonFeed)
  registerRoute(app, options, routes.createFeedToken, createFeedToken)
  registerRoute(app, options, routes.listFeedTokens, listFeedTokens)
  registerRoute(app, options, routes.revokeFeedToken, revokeFeedToken)

  registerRoute(app, options, routes.livez, () => Effect.succeed({ body: { status: "ok" as const } }))
  registerRoute(app, options, routes.readyz, () =>
    Effect.map(ready, ({ checks, ready }) => ({
      body: { status: ready ? "ready" as const : "not_ready" as const, checks },
      status: ready ? 200 : 503
    })))
  registerRoute(app, options, routes.health, () =>
    Effect.map(ready, ({ ready }) => ({
      body: { status: ready ? "healthy" as const : "degraded" as const },
      status: ready ? 200 : 503
    })))
  registerRoute(app, options, routes.openApi, () => Effect.succeed({ body: document }))
  registerDocs(app)
}

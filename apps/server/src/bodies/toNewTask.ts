import type { NewTask } from "@vedette/domain"
import type { CreateTaskInput } from "@vedette/http-contract"
import { toAlerting } from "./toAlerting.ts"
import { toCadence } from "./toCadence.ts"
import { toWantedChannel } from "./toWantedChannel.ts"

/** The task asked for. What is absent stays absent, because a create may turn out to be an update. */
export const toNewTask = (userId: NewTask["userId"], body: CreateTaskInput): NewTask => ({
  userId,
  searchQuery: body.search_query,
  ...(body.condition_description === undefined ? {} : { conditionDescription: body.condition_description }),
  ...(body.condition === undefined ? {} : { condition: body.condition }),
  ...(body.name === undefined ? {} : { name: body.name }),
  ...(body.sources === undefined ? {} : { sources: body.sources }),
  ...(body.notify === undefined ? {} : { notify: body.notify }),
  ...(body.cadence === undefined ? {} : { cadence: toCadence(body.cadence) }),
  ...(body.alerting === undefined ? {} : { alerting: toAlerting(body.alerting) }),
  ...(body.notifications === undefined ? {} : { notifications: body.notifications.map(toWantedChannel) }),
  ...(body.context === undefined ? {} : { context: body.context }),
  ...(body.external_id === undefined ? {} : { externalId: body.external_id }),
  ...(body.tags === undefined ? {} : { tags: body.tags }),
  ...(body.state === undefined ? {} : { state: body.state }),
  ...(body.run_immediately === undefined ? {} : { runImmediately: body.run_immediately })
})

import { type Alerting, plainAlerting } from "@vedette/domain"
import type { AlertingBody, AlertingInput } from "@vedette/http-contract"

/** The alerting asked for; null takes every wish of the owner's away. */
export const toAlerting = (input: AlertingInput | null): Alerting => {
  const quiet = input?.quiet_hours ?? null
  return {
    threshold: input?.threshold ?? plainAlerting.threshold,
    sourcesRequired: input?.sources_required ?? plainAlerting.sourcesRequired,
    notifyOn: input?.notify_on ?? plainAlerting.notifyOn,
    quietHours: quiet === null ? null : { from: quiet.from, to: quiet.to, timeZone: quiet.time_zone }
  }
}

export const toAlertingBody = ({ notifyOn, quietHours, sourcesRequired, threshold }: Alerting): AlertingBody => ({
  threshold,
  sources_required: sourcesRequired,
  notify_on: notifyOn,
  quiet_hours: quietHours === null ? null : { from: quietHours.from, to: quietHours.to, time_zone: quietHours.timeZone }
})

import type { Channel } from "@vedette/domain"
import type { NotificationBody } from "@vedette/http-contract"

/** For the owner alone. The channel's secrets stay behind; its target is shown as its adapter keeps it. */
export const toNotificationBody = ({ disabledReason, kind, target }: Channel): NotificationBody => ({
  ...target,
  type: kind,
  ...(disabledReason === null ? {} : { disabled_reason: disabledReason })
})

import type { AccountChannel } from "@vedette/domain"
import { type AccountChannelBody, SECRET_MASK } from "@vedette/http-contract"

/** For the owner alone. Of a secret it says that there is one. */
export const toAccountChannelBody = (channel: AccountChannel): AccountChannelBody => ({
  type: channel.kind,
  enabled: channel.enabled,
  events: channel.events,
  target: channel.target,
  secret: channel.secrets.length === 0 ? null : SECRET_MASK,
  disabled_reason: channel.disabledReason,
  created_at: channel.createdAt,
  updated_at: channel.updatedAt
})

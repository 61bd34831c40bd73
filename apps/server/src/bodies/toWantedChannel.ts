import type { WantedChannel } from "@vedette/domain"
import type { NotificationBody } from "@vedette/http-contract"

export const toWantedChannel = ({ type, ...target }: NotificationBody): WantedChannel => ({ type, target })

import type { WantedChannel } from "@vedette/domain"
import type { NotificationBody } from "@vedette/http-contract"
import * as Struct from "effect/Struct"

/** What a client asks for: without what only answers say. */
export const toWantedChannel = ({ type, ...rest }: NotificationBody): WantedChannel => ({
  type,
  target: Struct.omit(rest, ["disabled_reason"])
})

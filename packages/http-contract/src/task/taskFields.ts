import { NotifyMode } from "@vedette/domain"
import * as Schema from "effect/Schema"
import { boundedList } from "../field/boundedList.ts"
import { boundedText } from "../field/boundedText.ts"
import { httpUrl } from "../field/httpUrl.ts"
import { opaqueJson } from "../field/opaqueJson.ts"
import { AlertingInput } from "./AlertingBody.ts"
import { CadenceInput } from "./CadenceBody.ts"
import { NotificationBody } from "./NotificationBody.ts"

/** What create and update have in common: a label, a question, and everything that is optional in both. */
export const name = boundedText(0, 200)
export const searchQuery = boundedText(1, 2_000)
export const conditionDescription = boundedText(0, 2_000)

/** Far above one of each kind, so that a second of one kind is refused in its own words and not in these. */
const MAX_NOTIFICATIONS = 20
export const notifications = boundedList(NotificationBody, MAX_NOTIFICATIONS)

export const sharedFields = {
  /** The typed form, or null: let the server understand the description. As long as a description may be. */
  condition: Schema.optionalKey(Schema.NullOr(boundedText(1, 2_000))),
  sources: Schema.optionalKey(boundedList(httpUrl, 10)),
  notify: Schema.optionalKey(NotifyMode),
  cadence: Schema.optionalKey(Schema.NullOr(CadenceInput)),
  alerting: Schema.optionalKey(Schema.NullOr(AlertingInput)),
  notifications: Schema.optionalKey(notifications),
  context: Schema.optionalKey(Schema.NullOr(opaqueJson)),
  tags: Schema.optionalKey(boundedList(boundedText(1, 50), 20))
}

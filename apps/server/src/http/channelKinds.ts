import { Notifiers } from "@vedette/domain"
import * as Effect from "effect/Effect"

/** The kinds of channels that this server has. */
export const channelKinds = Effect.map(Notifiers, (notifiers): ReadonlyArray<string> => [...notifiers.keys()])

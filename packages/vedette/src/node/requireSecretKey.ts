import { checkSecretKey } from "@vedette/domain"
import * as Effect from "effect/Effect"
import { StartRefused } from "./StartRefused.ts"

/** Refuses the start with another secret key than the one this database's secrets were sealed with. */
export const requireSecretKey = checkSecretKey.pipe(
  Effect.catchTag("WrongSecretKey", ({ message }) =>
    Effect.fail(new StartRefused({ exitCode: 78, message: `Vedette cannot start. ${message}` })))
)

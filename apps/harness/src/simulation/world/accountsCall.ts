import { AccountChannels, type AccountRepository, ChannelKind, ConsentRepository, removeVerifiedAddress, resubscribe, saveAccountChannel, type TaskId } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import type { Deed, PlannedDefault } from "../plan/Plan.ts"
import { userOf } from "./owners.ts"

export type AccountsDeed = Extract<Deed, { readonly owner: number }>

export const setDefault = ({ digest, kind, onlyAlerts, owner, receiver }: PlannedDefault, enabled = true) =>
  saveAccountChannel({
    userId: userOf(owner),
    kind: ChannelKind.make(kind),
    target: { to: receiver },
    enabled,
    ...onlyAlerts ? { events: ["condition_met"] } : {},
    digest: { frequency: digest, time: "09:00", timezone: "Europe/Berlin" }
  })

/** What the owner of an account, or who is written to by it, changes. `taskId`: of the task that is meant, where it is one. */
export const accountsCall = (
  deed: AccountsDeed,
  taskId: TaskId | undefined
): Effect.Effect<void, { readonly _tag: string }, AccountRepository | ConsentRepository | Effect.Services<ReturnType<typeof setDefault>>> => {
  const userId = userOf(deed.owner)
  switch (deed.do) {
    case "setDefault":
      return Effect.asVoid(setDefault(deed.to, deed.enabled))
    case "dropDefault":
      return Effect.asVoid(AccountChannels.use((channels) => channels.remove(userId, ChannelKind.make(deed.kind))))
    case "consent": {
      const scope = { userId, kind: ChannelKind.make("mail"), address: deed.receiver, taskId: null }
      switch (deed.how) {
        // The code that proves it is not what is tried here.
        case "verify":
          return Effect.flatMap(DateTime.now, (verifiedAt) => ConsentRepository.use((consents) => consents.verify({ ...scope, verifiedAt })))
        case "unverify":
          return Effect.asVoid(removeVerifiedAddress(userId, scope.kind, scope.address))
        case "end":
        case "endTask":
          return Effect.flatMap(DateTime.now, (createdAt) =>
            ConsentRepository.use((consents) => consents.optOut({ ...scope, taskId: deed.how === "endTask" ? taskId ?? null : null, createdAt })))
        case "resume":
          return Effect.asVoid(resubscribe(scope))
      }
    }
  }
}

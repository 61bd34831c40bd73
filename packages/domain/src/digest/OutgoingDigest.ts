import type { DigestId } from "../ids.ts"
import type { DigestSettings } from "./DigestSettings.ts"
import type { NotificationMessage } from "../notification/NotificationMessage.ts"

/** What has gathered, on its way to one target. `digestId` is the same over all tries, so a receiver can de-duplicate. */
export interface OutgoingDigest {
  readonly digestId: DigestId
  readonly settings: DigestSettings
  /** Oldest first; at least one. */
  readonly messages: ReadonlyArray<NotificationMessage>
}

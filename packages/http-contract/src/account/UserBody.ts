import * as Schema from "effect/Schema"
import { wireId } from "../field/uuidText.ts"
import { wireInstant } from "../field/wireInstant.ts"

/** The caller's account, with the names the original's front end reads. */
export const UserBody = Schema.Struct({
  id: wireId,
  clerk_user_id: Schema.NullOr(Schema.String).annotate({ description: "The subject of the caller's tokens; null for a user who has keys alone" }),
  email: Schema.NullOr(Schema.String).annotate({ description: "The account's own, trusted address; null where none is known" }),
  first_name: Schema.Null.annotate({ description: "Not kept. Here for the original's front end" }),
  username: Schema.Null.annotate({ description: "Not kept. Here for the original's front end" }),
  is_active: Schema.Boolean,
  has_seen_welcome: Schema.Boolean,
  created_at: wireInstant
}).annotate({ identifier: "User" })
export type UserBody = typeof UserBody.Type

/** `created`: this very request was the first that was seen of them. */
export const SyncedUserBody = Schema.Struct({ user: UserBody, created: Schema.Boolean }).annotate({ identifier: "SyncedUser" })

export const WelcomeSeenBody = Schema.Struct({ status: Schema.Literal("success") }).annotate({ identifier: "WelcomeSeen" })

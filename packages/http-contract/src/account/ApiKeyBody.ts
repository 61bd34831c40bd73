import { ApiKeyScope } from "@vedette/domain"
import * as Schema from "effect/Schema"
import { boundedList } from "../field/boundedList.ts"
import { boundedText } from "../field/boundedText.ts"
import { wireId } from "../field/uuidText.ts"
import { instantInput, wireInstant } from "../field/wireInstant.ts"

const MAX_SCOPES = 3

/** `POST /auth/api-keys`. */
export const CreateApiKeyInput = Schema.Struct({
  name: boundedText(1, 200).annotate({ description: "What the key is for, to tell it from others", examples: ["laptop"] }),
  scopes: Schema.optionalKey(
    boundedList(ApiKeyScope, MAX_SCOPES, 1).annotate({
      description: "`read`, `write` (which does not read), `admin` (all, and keys). At most what the caller has. Default: read and write",
      examples: [["read"]]
    })
  ),
  expires_at: Schema.optionalKey(
    Schema.NullOr(instantInput).annotate({ description: "When the key ends by itself; null or absent: never" })
  )
}).annotate({ identifier: "CreateApiKey" })
export type CreateApiKeyInput = typeof CreateApiKeyInput.Type

/** A key as its owner sees it. The key itself is stored nowhere. */
export const ApiKeyBody = Schema.Struct({
  id: wireId,
  user_id: wireId,
  key_prefix: Schema.String.annotate({ description: "How the key begins" }),
  name: Schema.String,
  scopes: Schema.Array(ApiKeyScope),
  is_active: Schema.Boolean.annotate({ description: "Neither revoked nor expired" }),
  created_at: wireInstant,
  expires_at: Schema.NullOr(wireInstant),
  revoked_at: Schema.NullOr(wireInstant),
  last_used_at: Schema.NullOr(wireInstant).annotate({ description: "To the minute" })
}).annotate({ identifier: "ApiKey" })
export type ApiKeyBody = typeof ApiKeyBody.Type

/** `key` is in the answer of the call that made it, and nowhere else: a replay by `Idempotency-Key` leaves it out. */
export const CreatedApiKeyBody = Schema.Struct({
  key: Schema.optionalKey(
    Schema.String.annotate({ description: "`sk_` and 43 characters. Shown now and never again; a replayed answer leaves it out" })
  ),
  key_info: ApiKeyBody
}).annotate({ identifier: "CreatedApiKey" })

export const RevokedApiKeyBody = Schema.Struct({ status: Schema.Literal("revoked") }).annotate({ identifier: "RevokedApiKey" })

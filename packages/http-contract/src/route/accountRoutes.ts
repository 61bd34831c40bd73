import * as Schema from "effect/Schema"
import { ApiKeyBody, CreateApiKeyInput, CreatedApiKeyBody, RevokedApiKeyBody } from "../account/ApiKeyBody.ts"
import { SyncedUserBody, UserBody, WelcomeSeenBody } from "../account/UserBody.ts"
import { apiKeyIdParam } from "../field/uuidText.ts"
import { route } from "./Route.ts"

const tag = "accounts"

export const accountRoutes = {
  getMe: route({
    id: "getMe",
    method: "GET",
    path: "/auth/me",
    summary: "The caller's account",
    tag,
    auth: "required",
    success: { status: 200, description: "The account", body: UserBody },
    conditional: true
  }),
  syncUser: route({
    id: "syncUser",
    method: "POST",
    path: "/auth/sync-user",
    summary: "The caller's account, made if this is the first that is seen of them; the original's front end calls it after sign-in",
    tag,
    auth: "required",
    scope: "read",
    success: { status: 200, description: "The account, and whether it is new", body: SyncedUserBody }
  }),
  markWelcomeSeen: route({
    id: "markWelcomeSeen",
    method: "POST",
    path: "/auth/mark-welcome-seen",
    summary: "Remember that the caller has seen the front end's greeting",
    tag,
    auth: "required",
    success: { status: 200, description: "Remembered", body: WelcomeSeenBody }
  }),
  createApiKey: route({
    id: "createApiKey",
    method: "POST",
    path: "/auth/api-keys",
    summary: "Make a key; it is shown this once",
    tag,
    auth: "required",
    scope: "admin",
    body: CreateApiKeyInput,
    success: { status: 200, description: "The key, and what is known of it", body: CreatedApiKeyBody },
    errors: ["ExpiryInThePast", "TooManyApiKeys"]
  }),
  listApiKeys: route({
    id: "listApiKeys",
    method: "GET",
    path: "/auth/api-keys",
    summary: "The caller's keys, newest first, revoked and expired ones included",
    tag,
    auth: "required",
    success: { status: 200, description: "A bare array", body: Schema.Array(ApiKeyBody) }
  }),
  revokeApiKey: route({
    id: "revokeApiKey",
    method: "DELETE",
    path: "/auth/api-keys/{key_id}",
    summary: "End a key at once",
    tag,
    auth: "required",
    scope: "admin",
    params: Schema.Struct({ key_id: apiKeyIdParam }),
    success: { status: 200, description: "It opens nothing any more", body: RevokedApiKeyBody },
    errors: ["ApiKeyNotFound"]
  })
} as const

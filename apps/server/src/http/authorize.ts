import { authenticate, type Principal, ScopeMissing, Unauthorized } from "@vedette/domain"
import type { Auth } from "@vedette/http-contract"
import * as Effect from "effect/Effect"

const bearer = /^bearer(?:\s+(\S+))?\s*$/i

/**
 * Who asks, if anybody. A wrong key is refused even where none is needed: a client that believes to be signed in
 * must not be shown a stranger's view. Another scheme than `Bearer` counts as no header, as in the original.
 */
export const authorize = Effect.fn("authorize")(function*(
  header: string | undefined,
  route: { readonly auth: Auth; readonly scope: Principal["scopes"][number] }
) {
  const match = bearer.exec(header ?? "")
  if (match === null) {
    return route.auth === "required" ? yield* new Unauthorized({ why: "Authorization header missing" }) : null
  }
  const key = match[1]
  if (key === undefined) return yield* new Unauthorized({ why: "Invalid API key" })
  const principal: Principal = yield* authenticate(key)
  if (!principal.scopes.includes(route.scope) && !principal.scopes.includes("admin")) {
    return yield* new ScopeMissing({ scope: route.scope })
  }
  return principal
})

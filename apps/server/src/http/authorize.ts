import { authenticate, authenticateToken, holdsScope, localPrincipal, type Principal, ScopeMissing, Unauthorized } from "@vedette/domain"
import type { Auth } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import type { SignIn } from "./SignIn.ts"

const bearer = /^bearer(?:\s+(\S+))?\s*$/i

/** Three base64url parts: a token, and no key that we would have made. */
const isToken = (text: string): boolean => !text.startsWith("sk_") && /^[\w-]+\.[\w-]+\.[\w-]*$/.test(text)

/**
 * Who asks, if anybody. A wrong key is refused even where none is needed: a client that believes to be signed in
 * must not be shown a stranger's view. Another scheme than `Bearer` counts as no header, as in the original.
 */
export const authorize = Effect.fn("authorize")(function*(
  header: string | undefined,
  route: { readonly auth: Auth; readonly scope: Principal["scopes"][number] },
  signIn: SignIn
) {
  if (signIn.noAuth) return localPrincipal
  const match = bearer.exec(header ?? "")
  if (match === null) {
    return route.auth === "required" ? yield* new Unauthorized({ why: "Authorization header missing" }) : null
  }
  const given = match[1]
  if (given === undefined) return yield* new Unauthorized({ why: "Invalid API key" })
  const principal: Principal = signIn.tokens !== null && isToken(given)
    ? yield* authenticateToken(signIn.tokens, given)
    : yield* authenticate(given)
  return holdsScope(principal, route.scope) ? principal : yield* new ScopeMissing({ scope: route.scope })
})

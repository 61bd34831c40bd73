import type { Principal } from "@vedette/domain"
import type { AnyRoute } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import { authorize } from "./authorize.ts"
import type { RateLimiter } from "./rateLimiter.ts"
import type { SignIn } from "./SignIn.ts"

/** Routes that are asked by machines around the clock, and answer from memory. */
const isFree = (route: Pick<AnyRoute, "tag">): boolean => route.tag === "system"

/** Who asks, within the limits of asking: who is known by what let them in, and everybody else by their address. */
export const letIn = Effect.fnUntraced(function*(
  request: { readonly ip: string; readonly headers: { readonly authorization?: string | undefined } },
  route: Pick<AnyRoute, "auth" | "scope" | "tag">,
  signIn: SignIn,
  limiter: RateLimiter
) {
  const principal: Principal | null = route.auth === "none"
    ? null
    : yield* Effect.tapError(authorize(request.headers.authorization, route, signIn), (error) =>
      error._tag === "Unauthorized" ? limiter.ofAddress(request.ip) : Effect.void)
  if (isFree(route)) return { principal, headers: {} }
  return { principal, headers: yield* principal === null ? limiter.ofAddress(request.ip) : limiter.ofPrincipal(principal) }
})

import type { Route } from "@vedette/http-contract"
import type { Handler } from "./registerRoute.ts"

/** The handler that a route of the table wants. */
export type HandlerOf<T> = T extends Route<infer P, infer Q, infer B, infer R, infer A> ? Handler<P, Q, B, R, A> : never

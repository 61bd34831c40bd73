import { ChannelKind, testChannel as test } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import { toTestOutcomeBody } from "../bodies/toTestOutcomeBody.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"
import { limitTests } from "./limitAccount.ts"
import { newSecret } from "./newSecret.ts"

export const testChannel: HandlerOf<typeof routes.testChannel> = Effect.fnUntraced(function*({ body, params, principal }) {
  yield* limitTests(principal)
  const kind = ChannelKind.make(params.kind)
  const outcome = yield* test({
    userId: principal.userId,
    kind,
    target: body?.target,
    secret: newSecret(body?.secret)
  })
  return { body: toTestOutcomeBody(outcome) }
})

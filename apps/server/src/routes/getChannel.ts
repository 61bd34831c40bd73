import { AccountChannels, NoDefaultChannel } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { toAccountChannelBody } from "../bodies/toAccountChannelBody.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"
import { kindNamed } from "../http/kindNamed.ts"

export const getChannel: HandlerOf<typeof routes.getChannel> = Effect.fnUntraced(function*({ params, principal }) {
  const kind = yield* kindNamed(params.kind, ["path", "kind"])
  const found = yield* (yield* AccountChannels).find(principal.userId, kind)
  if (Option.isNone(found)) return yield* new NoDefaultChannel({ kind })
  return { body: toAccountChannelBody(found.value) }
})

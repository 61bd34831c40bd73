import { testChannel } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import { toTestOutcomeBody } from "../bodies/toTestOutcomeBody.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"
import { limitTests } from "./limitAccount.ts"
import { newSecret } from "./newSecret.ts"
import { webhookKind } from "./webhookKind.ts"

/** The original answers 400 where the receiver did not take the test, and its clients show `detail` then. */
export const testWebhook: HandlerOf<typeof routes.testWebhook> = Effect.fnUntraced(function*({ body, principal }) {
  yield* limitTests(principal)
  const url = body?.webhook_url ?? undefined
  const outcome = yield* testChannel({
    userId: principal.userId,
    kind: webhookKind,
    target: url === undefined ? undefined : { url },
    secret: newSecret(body?.webhook_secret)
  })
  const { delivered, error } = outcome
  if (delivered) {
    return { body: { ...toTestOutcomeBody(outcome), success: true, message: "Test webhook delivered" } }
  }
  const detail = `Webhook delivery failed: ${error ?? "no answer"}`
  return {
    status: 400,
    body: { ...toTestOutcomeBody(outcome), success: false, message: detail, detail, code: "test_failed" as const }
  }
})

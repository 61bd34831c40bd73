import type { TestOutcome } from "@vedette/domain"
import type { TestOutcomeBody } from "@vedette/http-contract"

export const toTestOutcomeBody = ({ delivered, error, httpStatus, latencyMs }: TestOutcome): TestOutcomeBody => ({
  delivered,
  status_code: httpStatus,
  error,
  latency_ms: latencyMs
})

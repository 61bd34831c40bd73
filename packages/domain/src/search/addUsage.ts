import type { Usage } from "./Judgement.ts"

/** The sum of two. What is not known of one is not known of both. */
export const addUsage = (a: Usage, b: Usage): Usage => ({
  pages: a.pages + b.pages,
  searches: a.searches + b.searches,
  modelCalls: a.modelCalls + b.modelCalls,
  tokens: a.tokens + b.tokens,
  bytes: a.bytes + b.bytes,
  costMicroUsd: a.costMicroUsd === null || b.costMicroUsd === null ? null : a.costMicroUsd + b.costMicroUsd
})

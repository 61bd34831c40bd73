import { availabilityPatterns } from "./availabilityPatterns.ts"
import type { ConditionPattern } from "./ConditionPattern.ts"
import { datePatterns } from "./datePatterns.ts"
import { entryPatterns } from "./entryPatterns.ts"
import { pricePatterns } from "./pricePatterns.ts"
import { statusPatterns } from "./statusPatterns.ts"
import { textPatterns } from "./textPatterns.ts"
import { versionPatterns } from "./versionPatterns.ts"

/**
 * Tried in order; the first that fits is the meaning. What fits none is free text and is left to a model: a guess here would
 * be a false alert with a typed condition's confidence.
 *
 * Left out on purpose, because people mean several things by them: "the price is $300" (exactly, or at most?), "it is available"
 * (to buy, to download, in my country?), "drops by 10 %" (from when?), "the price reaches $300" (from which side?), "the Koda 2 is
 * released" (announced, shipped, on sale?).
 */
export const conditionPatterns: ReadonlyArray<ConditionPattern> = [
  ...textPatterns,
  ...entryPatterns,
  ...versionPatterns,
  ...datePatterns,
  ...pricePatterns,
  ...availabilityPatterns,
  ...statusPatterns
]

import { speaksToMachine } from "./speaksToMachine.ts"

/**
 * Sentences that speak to a machine and not to a reader. A page that says them says nothing about its subject, and a model that quotes
 * one has been spoken to. English, like the prompts that they imitate; what slips through must still be a literal sentence of the page.
 */
const patterns: ReadonlyArray<RegExp> = [
  /\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|prompts?|rules?|above|previous|earlier)\b/isu,
  /\b(?:system|developer|assistant|user)\s*(?:prompt|message|:)/iu,
  /\b(?:you are|act as|as)\s+(?:an?\s+)?(?:ai|a\.i\.|llm|language model|assistant|chatbot|bot|agent)\b/iu,
  /\b(?:answer|reply|respond|return|output|say|set|report)\b.{0,30}\b(?:met|not_met|verdict|json|confidence|certainty)\b/isu,
  /["'`]?(?:verdict|certainty|confidence)["'`]?\s*[:=]/iu
]

/** Whether a quoted sentence is an instruction to the machine that reads it: never evidence. */
export const isInstruction = (sentence: string): boolean => speaksToMachine(sentence) || patterns.some((pattern) => pattern.test(sentence))

/** What no page says to its readers, wherever in a passage it stands. */
const patterns: ReadonlyArray<RegExp> = [
  /\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|prompts?)\b/isu,
  // "Operating system: Linux" and "System: PlayStation 5" are a page's own words: what speaks to a machine is a sentence.
  /(?<![\p{L}\p{N}][\s-])\b(?:system|developer|assistant|user)\s*(?:prompt|message|override|:(?:\s+\S+){4})/iu,
  /\bnote to (?:the )?(?:automated|ai|a\.i\.|machine|language|robot|crawler|agent)\w*/iu,
  /\b(?:you are|act as|as)\s+(?:an?\s+)?(?:ai|a\.i\.|llm|language model|ai assistant|chatbot)\b/iu,
  // "Where the condition is met, you may …" is law.
  /(?<!\b(?:if|when|where|once|until|unless|whether|that|provided|as) )\bthe condition (?:is|has been|was) (?:now )?(?:met|fulfilled|satisfied)\b/iu,
  /\b(?:dear )?(?:language models?|chatbots?|llms?)\s?[:,]/iu,
  /\b(?:ai|llm) (?:agents?|assistants?|models?|bots?|crawlers?|systems?|readers?)\s?[:,]/iu,
  /\b(?:correct|right|expected|only) (?:verdict|answer|judgement|judgment) (?:for|to|of|is|here)\b/iu,
  /\byou (?:must|should|have to|are to) (?:now )?(?:reply|respond|answer|report|output|conclude|say)\b/iu,
  /(?:^|[.!?\]:]\s+)(?:reply|respond|report|output|conclude) (?:that|with|only)\b/iu,
  /\[\/?INST\]|<\/?(?:system|instructions?|prompt|im_start|im_end)\b|<\|/iu
]

/** Whether a passage speaks to the machine that reads it: then none of its sentences is evidence, the harmless ones included. */
export const speaksToMachine = (passage: string): boolean => patterns.some((pattern) => pattern.test(passage))

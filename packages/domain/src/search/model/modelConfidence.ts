/**
 * Confidence of a model's verdict, by what could be checked of it. A model's own number is not asked for: it says how fluent the
 * answer is. An alert needs 70 by default.
 */
export const modelConfidence = {
  /** Stated as a fact, with verified quotes from two sites. */
  statedTwice: 92,
  /** The same from one site. */
  stated: 85,
  /** Somebody else's word, from two sites and from one. */
  reportedTwice: 78,
  reported: 72,
  /** Some quotes of the answer stand nowhere: a model that makes up one sentence may have made up its reading of the others. */
  partlyVerified: 60,
  /** Not met, and quoted. */
  denied: 80,
  /** Not met because nothing says that it is: a page may have been missed. */
  silent: 60,
  /** A rumour, a plan, a guess, or what no quote supports. */
  unsupported: 40,
  /** The model could not tell. */
  unclear: 20,
  /** The sources contradict each other. */
  contradicted: 10,
  /** The answer rests on no search at all. */
  ungrounded: 0
} as const

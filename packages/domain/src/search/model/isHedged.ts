/** Words by which a sentence says that it does not know. English: other languages rest on the model's own `certainty`. */
const hedge = new RegExp(
  "\\b(?:rumou?r(?:s|ed)?|leak(?:s|ed|er|ers)?|alleged(?:ly)?|unconfirmed|speculat(?:ion|es?|ed|ive)|reportedly|supposedly|" +
    "might|could|may (?:be|have|come|launch|start|open|release)|expected to|is expected|are expected|likely to|tipped to|" +
    "said to be|believed to)\\b",
  "iu"
)

/** Whether a quoted sentence is a rumour or a guess by its own words, whatever a model makes of it. */
export const isHedged = (sentence: string): boolean => hedge.test(sentence)

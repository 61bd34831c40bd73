/**
 * Words with which a sentence says that something is not so, not yet, no more, or not sure. What stands in such a sentence is never
 * taken for what is: a late alert costs less than a false one. English, German, French, Spanish, Italian and Dutch.
 */
const hedging = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${
    [
      "rumou?r(?:s|ed|edly)?", "reportedly", "allegedly", "leak(?:s|ed)?", "speculat\\w*", "supposed(?:ly)?", "expect(?:s|ed|ing)?", "anticipat\\w*",
      "plan(?:s|ned|ning)?", "intend(?:s|ed)?", "aim(?:s|ing)?", "hope(?:s|d|fully)?", "hoping", "might", "may", "could", "would", "should", "probably", "possibly",
      "perhaps", "maybe", "likely", "unlikely", "apparently", "according to", "predict\\w*", "forecast\\w*", "estimat\\w*", "targeting", "tentative(?:ly)?",
      "if", "unless", "until", "will", "won't", "shall", "going to", "soon", "upcoming", "coming", "not yet", "yet", "tba", "tbc", "tbd", "pending",
      "not", "no", "never", "isn't", "aren't", "wasn't", "hasn't", "haven't", "don't", "doesn't", "didn't", "cannot", "can't", "without", "no longer",
      "denie[sd]", "deny", "false", "fake", "hoax", "wrong(?:ly)?", "cancel(?:led|ed)", "postponed", "delayed", "withdrawn", "recalled", "ended", "expired", "over",
      "was", "were", "had been", "used to", "formerly", "previous(?:ly)?", "last year", "back in", "earlier", "once", "ago", "since",
      "example", "imagine", "suppose", "hypothetical(?:ly)?", "wish(?:es)?", "want(?:s)?", "asked", "ask", "request(?:s|ed)?", "petition", "vote",
      "soll", "sollen", "sollte", "könnte", "würde", "wird", "werden", "vielleicht", "voraussichtlich", "gerücht(?:e|en)?", "angeblich", "nicht", "kein(?:e|en|er)?", "noch nicht",
      "bald", "demnächst", "geplant", "erwartet", "war", "waren", "ehemals", "früher", "wenn", "falls",
      "pourrait", "devrait", "sera", "seront", "sortira", "arrivera", "bientôt", "rumeurs?", "prévu(?:e|s|es)?", "attendue?s?", "pas", "jamais", "était", "si",
      "podría", "debería", "será", "serán", "llegará", "saldrá", "pronto", "rumor(?:es)?", "previst[oa]s?", "esperad[oa]s?", "nunca", "era",
      "potrebbe", "dovrebbe", "sarà", "uscirà", "arriverà", "presto", "previst[oi]", "non", "mai", "misschien", "binnenkort", "verwacht", "niet", "geen", "zou", "zal"
    ].join("|")
  })(?![\\p{L}\\p{N}])|\\?`,
  "iu"
)

/** `May 12` is a month and no modal, and `4 mai 2026` is no Italian never. */
const months = /\b(?:May|Mai|mai|MAY)\b(?=\s\d)|(?<=\d(?:\.|st|nd|rd|th)?\s(?:of )?)(?:May|Mai|mai|MAY)\b/gu

/** In German `was` is `what`. */
const german = /(?<!\p{L})(?:der|die|das|und|ist|ein|eine|mit|für|auf|zu|des|dem|den)(?!\p{L})/iu

/** The first word by which a sentence takes back what it says, or null. A question says nothing either. */
export const hedgeIn = (sentence: string): string | null => {
  const text = sentence.slice(0, 2_000).normalize("NFKC").replaceAll("’", "'").replace(months, "")
  return hedging.exec(german.test(text) ? text.replace(/(?<!\p{L})was(?!\p{L})/giu, "") : text)?.[0] ?? null
}

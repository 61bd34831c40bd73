/** A name in a description: words in a row without what could join, restrict or deny. */
export const subjectSource = "[\\p{L}\\p{N}][^,;:!?()\"“”]{0,80}?"

/** What stands for the page's own thing. */
const pronoun = /^(?:it|this|that|they|these|(?:this |that )?(?:item|product|article|thing|model|page|device))$/iu

/** Words that make more of a name than a name: another place, another thing, a condition of its own. */
const joining = new Set(
  ("and or not nor but if when while unless until than then no any all every each either neither some several most other another least is are was were be been " +
    "at in on from by via per with without near under over below above about around between its their my our your he she who which that whose where " +
    "not maybe perhaps hopefully finally eventually probably possibly likely really actually definitely only just even also still already soon yet ever never again almost nearly yesterday today tomorrow now cheap cheaper something somewhere nobody about out one ones " +
    "to into onto as so because since after before during price prices cost costs stock released release announced version versions anyone someone everything nothing").split(" ")
)
/** `Orbit One`: a number that a maker wrote out. */
const numerals = /^(?:One|Zero)$/u
const leading = /^(?:the|a|an|this|that|these|those|my|our)\s+/iu

export interface SubjectPhrase {
  /** Null: the page's own thing. */
  readonly of: string | null
}

/** The thing that a phrase names, or the `software`; null where it may be more than a name. */
export const subjectPhrase = (text: string | undefined, software = false): SubjectPhrase | null => {
  const phrase = (text ?? "").trim().replace(leading, "").replace(/['’]s$/u, "").trim()
  if (phrase === "" || pronoun.test(phrase) || pronoun.test((text ?? "").trim())) return { of: null }
  const words = phrase.split(/\s+/)
  if (words.length > 7 || words.some((word, index) => joining.has(word.toLowerCase()) && !(index > 0 && numerals.test(word)))) return null
  // Packages have names in small letters.
  if (software && words.length === 1) return { of: phrase }
  // "something cheap", "tickets": a kind of thing is no thing. A name has a capital or a number.
  return words.some((word) => /[\p{Lu}\p{N}]/u.test(word)) ? { of: phrase } : null
}

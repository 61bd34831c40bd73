import type { Page } from "../../ports/PageReader.ts"
import { otherDealWords } from "../identity/otherThingWords.ts"
import { asksForEnd } from "../date/isEndOf.ts"
import { subjectOf } from "../identity/Subject.ts"
import { subjectOn } from "../identity/subjectOn.ts"
import type { Condition, Term } from "./Condition.ts"
import { evaluateAvailability } from "./evaluateAvailability.ts"
import { evaluateChanged } from "./evaluateChanged.ts"
import { evaluateDate } from "./evaluateDate.ts"
import { evaluateEntry } from "./evaluateEntry.ts"
import { evaluatePrice } from "./evaluatePrice.ts"
import { evaluateStatus } from "./evaluateStatus.ts"
import { evaluateText } from "./evaluateText.ts"
import { evaluateValue } from "./evaluateValue.ts"
import { evaluateVersion } from "./evaluateVersion.ts"
import { withoutCredentials } from "../withoutCredentials.ts"
import { type Evaluation, every, negate, some, unclear } from "./Evaluation.ts"
import type { EvaluationFacts } from "./EvaluationFacts.ts"

/** The thing that a term is about: the one it names, in the state that the question asks for (`used`), else the question's. */
const subjectFor = ({ _tag, of }: Extract<Term, { readonly of: string | null }>, page: Page, facts: EvaluationFacts) => {
  const about = subjectOf(facts.about ?? "")
  const named = of === null ? about : subjectOf(of, _tag === "Price" || _tag === "Availability")
  const deals = [...about?.words ?? []].filter((word) => otherDealWords.has(word))
  return subjectOn(page, named === null || deals.length === 0 ? named : { ...named, words: new Set([...named.words, ...deals]) })
}

/** An entry has to be news where it is waited for; where it must not be there (`not`), an old one is there all the same. */
const watchedIn = ({ known, since }: EvaluationFacts, isNegated: boolean) => since == null || isNegated ? null : { since, known }

const onPage = (term: Term, page: Page, facts: EvaluationFacts, isNegated: boolean): Evaluation => {
  switch (term._tag) {
    case "Price":
      return evaluatePrice(term, page, facts.known, subjectFor(term, page, facts))
    case "Value":
      return evaluateValue(term, page)
    case "Availability":
      return evaluateAvailability(term, page, facts.known, subjectFor(term, page, facts))
    case "Status":
      return evaluateStatus(term, page, facts.about ?? null)
    case "Version":
      return evaluateVersion(term, page, facts.known, subjectFor(term, page, facts))
    case "Entry":
      return evaluateEntry(term, page, watchedIn(facts, isNegated))
    case "Date":
      return evaluateDate(term, page, subjectFor(term, page, facts), asksForEnd([term.of, facts.about, facts.description].join(" ")))
    case "Text":
      return evaluateText(term, page, facts.about ?? null)
    case "Changed":
      return evaluateChanged(term, page, facts.known)
  }
}

const atUrl = (term: Term, url: string, facts: EvaluationFacts, isNegated: boolean): Evaluation => {
  const page = facts.pages.find((page) => page.url === url)
  if (page !== undefined) return onPage(term, page, facts, isNegated)
  const failure = facts.failed.find((failure) => failure.url === url)
  const named = withoutCredentials(url)
  return unclear(failure === undefined ? `${named} was not read` : `${named} could not be read: ${failure.why}`)
}

const atPlace = (term: Term, facts: EvaluationFacts, isNegated: boolean): Evaluation => {
  if (term.place.url !== null) return atUrl(term, term.place.url, facts, isNegated)
  if (facts.sources.length === 0) return unclear("the task names no page to look at")
  return some([...new Set(facts.sources)].map((url) => atUrl(term, url, facts, isNegated)))
}

/**
 * The thing of which a condition asks what an offer says and nothing else, the same way round in all its terms; null where it asks more.
 * That of `price < 300 and (availability is in_stock or availability is preorder)` is one offer's.
 */
const offerOf = (condition: Condition): { readonly of: string | null; readonly isTurned: boolean } | null => {
  switch (condition._tag) {
    case "Price":
    case "Availability":
      return condition.place.url === null ? { of: condition.of, isTurned: false } : null
    case "Not": {
      const offer = offerOf(condition.operand)
      return offer === null ? null : { ...offer, isTurned: !offer.isTurned }
    }
    case "And":
    case "Or": {
      const [first, ...others] = condition.operands.map(offerOf)
      return first != null && others.every((other) => other?.of === first.of && other.isTurned === first.isTurned) ? first : null
    }
    default:
      return null
  }
}

/**
 * A condition against what was read, in Kleene's three-valued logic. Pure.
 *
 * A term without a URL is asked of each of the task's sources and holds when one of them says so: `met` if any source meets it,
 * `not_met` only if all could be read and none does. `not` turns that round, so `not price < 300` holds only if all could be
 * read and none is below. `lacks` is `not contains` in every respect, so over several sources it means that all lack the words:
 * a source that never had them must not answer for one that still does.
 *
 * What is asked of one offer with `and` must hold of one source: a shop that is cheap and another that has it in stock are no offer.
 *
 * Laws: a source that could not be read never decides anything; the verdict `met` never comes from a page that neither the
 * condition nor the sources name; De Morgan's hold, confidence included.
 */
export const evaluateCondition = (condition: Condition, facts: EvaluationFacts): Evaluation => evaluate(condition, facts, false)

/** The operands, of which those about one offer are asked of each source together. `or` of what is turned round is `and`, turned round. */
const operandsOf = ({ _tag, operands }: Extract<Condition, { readonly _tag: "And" | "Or" }>, facts: EvaluationFacts, isNegated: boolean): ReadonlyArray<Evaluation> => {
  const sources = [...new Set(facts.sources)]
  const [atEach, overAll, isTurned] = _tag === "And" ? [every, some, false] as const : [some, every, true] as const
  const things = operands.map((operand) => {
    const offer = sources.length < 2 ? null : offerOf(operand)
    return offer?.isTurned === isTurned ? offer : null
  })
  return operands.flatMap((operand, index) => {
    const thing = things[index]
    if (thing == null) return [evaluate(operand, facts, isNegated)]
    const together = operands.filter((_, other) => things[other]?.of === thing.of)
    return together[0] === operand
      ? [overAll(sources.map((source) => atEach(together.map((one) => evaluate(one, { ...facts, sources: [source] }, isNegated)))))]
      : []
  })
}

const evaluate = (condition: Condition, facts: EvaluationFacts, isNegated: boolean): Evaluation => {
  switch (condition._tag) {
    case "And":
      return every(operandsOf(condition, facts, isNegated))
    case "Or":
      return some(operandsOf(condition, facts, isNegated))
    case "Not":
      return negate(evaluate(condition.operand, facts, !isNegated))
    case "Text": {
      const evaluation = atPlace(condition, facts, isNegated)
      return condition.mode === "lacks" ? negate(evaluation) : evaluation
    }
    default:
      return atPlace(condition, facts, isNegated)
  }
}

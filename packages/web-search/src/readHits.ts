import type { WebHit } from "@vedette/domain"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

/**
 * A reader of what is documented: the results of an answer, each in its form. One result of another form (an engine's answer box, a file
 * without a page) is left out and keeps no other from being read; where none of several has the form, the answer has not.
 */
export const readHits = <A, I, R, J>(
  answer: Schema.Codec<A, I>,
  resultsOf: (value: A) => ReadonlyArray<unknown>,
  result: Schema.Codec<R, J>,
  hitOf: (value: R) => WebHit
): (json: unknown) => Option.Option<ReadonlyArray<WebHit>> => {
  const decodeAnswer = Schema.decodeUnknownOption(answer)
  const decodeResult = Schema.decodeUnknownResult(result)
  return (json) =>
    Option.flatMap(decodeAnswer(json), (value) => {
      const results = resultsOf(value)
      const hits = results.map((one) => decodeResult(one)).filter(Result.isSuccess).map(({ success }) => hitOf(success))
      return hits.length === 0 && results.length > 0 ? Option.none() : Option.some(hits)
    })
}

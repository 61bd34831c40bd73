import type { WebHit } from "@vedette/domain"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

/** A decoder of what is documented, or none. Fields that are not named are ignored: APIs grow. */
export const readHits = <A, I>(
  schema: Schema.Codec<A, I>,
  hitsOf: (value: A) => ReadonlyArray<WebHit>
): (json: unknown) => Option.Option<ReadonlyArray<WebHit>> => {
  const decode = Schema.decodeUnknownOption(schema)
  return (json) => Option.map(decode(json), hitsOf)
}

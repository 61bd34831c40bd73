import type { Wire } from "@vedette/http-contract"
import * as Schema from "effect/Schema"

/**
 * A page out of one item more than was asked for: whether that one is there says whether there is a next page.
 *
 * @param limit null: no page, but everything
 */
export const pageOf = <A, Id>(
  found: ReadonlyArray<A>,
  limit: number | null,
  idOf: (item: A) => Id,
  cursor: Wire<Id>
): { readonly items: ReadonlyArray<A>; readonly next: string | undefined } => {
  if (limit === null || found.length <= limit) return { items: found, next: undefined }
  const items = found.slice(0, limit)
  return { items, next: Schema.encodeSync(cursor)(idOf(items.at(-1)!)) as string }
}

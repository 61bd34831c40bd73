import * as DateTime from "effect/DateTime"
import type { Offer, Page } from "../../ports/PageReader.ts"

/** Whether the page says of an offer that it does not hold yet: tickets are `InStock` for weeks before their sale begins. */
export const isOfferedLater = (offer: Offer, page: Page): boolean =>
  offer.offeredFrom !== undefined && DateTime.isGreaterThan(offer.offeredFrom, page.readAt)

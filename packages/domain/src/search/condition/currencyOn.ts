import type { Page } from "../../ports/PageReader.ts"
import { otherDollar } from "../amount/currencyMarks.ts"
import type { Amount } from "../amount/findAmounts.ts"

/** Another dollar named anywhere on the page may be the one that its bare `$` means. */
export const currencyOn = (page: Page, amount: Amount): string | null =>
  amount.currency === "USD" && !/US/i.test(amount.printed) && otherDollar.test(page.text) ? null : amount.currency

import type { Page } from "../../ports/PageReader.ts"
import { otherDollar } from "../amount/currencyMarks.ts"
import type { Amount } from "../amount/findAmounts.ts"

/** `¥` on a page in Japanese is the yen, on one in Chinese the yuan: kana stand in no Chinese, and each names the other's money by its word. */
const yenOrYuan = (page: Page): string | null => {
  const said = { JPY: /\bJPY\b|日元|日圓|円/u.test(page.text), CNY: /\b(?:CNY|RMB)\b|人民币|人民元|中国元/u.test(page.text) }
  const isJapanese = /^ja(?:-|$)/iu.test(page.lang ?? "") || /[\u3041-\u30fa]/u.test(page.text)
  if (isJapanese) return said.CNY ? null : "JPY"
  return /^zh(?:-(?:cn|hans))?(?:-|$)/iu.test(page.lang ?? "") && !said.JPY ? "CNY" : null
}

/** Another dollar named anywhere on the page may be the one that its bare `$` means. */
export const currencyOn = (page: Page, amount: Amount): string | null =>
  amount.currency === null && /[¥￥]/u.test(amount.printed) ? yenOrYuan(page)
    : amount.currency === "USD" && !/US/i.test(amount.printed) && otherDollar.test(page.text) ? null : amount.currency

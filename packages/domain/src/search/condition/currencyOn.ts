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

/** `kr` in the language of one of the three crowns, or of Iceland. */
const crowns: Readonly<Record<string, string>> = { sv: "SEK", da: "DKK", nb: "NOK", nn: "NOK", no: "NOK", is: "ISK" }

/** "All prices in CAD": which dollar a page says that its own is. */
const statedDollar = /\b(?:prices?|amounts?|all|shown|listed|quoted)\b[^.\n]{0,30}?\bin (CAD|AUD|NZD|SGD|HKD|MXN|TWD|(?:canadian|australian|new zealand|singapore|hong kong) dollars)\b/giu
const dollarNames: Readonly<Record<string, string>> = { "canadian dollars": "CAD", "australian dollars": "AUD", "new zealand dollars": "NZD", "singapore dollars": "SGD", "hong kong dollars": "HKD" }

const dollarOf = (page: Page): string | null => {
  const said = new Set([...page.text.matchAll(statedDollar)].map(([, name = ""]) => dollarNames[name.toLowerCase()] ?? name.toUpperCase()))
  const [one] = said
  return said.size === 1 && one !== undefined && !/\bUSD\b|US\$|\bUS dollars?\b/u.test(page.text) ? one : null
}

/** Another dollar named anywhere on the page may be the one that its bare `$` means. */
export const currencyOn = (page: Page, amount: Amount): string | null => {
  if (amount.currency === null && /[¥￥]/u.test(amount.printed)) return yenOrYuan(page)
  if (amount.currency === null && /kr\.?$|^kr/iu.test(amount.printed)) return crowns[(page.lang ?? "").split("-")[0] ?? ""] ?? null
  const isBare = amount.currency === "USD" && !/US/i.test(amount.printed)
  return isBare && otherDollar.test(page.text) ? dollarOf(page) : amount.currency
}

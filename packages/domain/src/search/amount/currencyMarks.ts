/**
 * How prices name their currency. Null: the mark is a currency's, but not of one alone (`¥` is yen and yuan, `kr` three crowns).
 *
 * `$` alone reads as USD: a dozen countries print it, but their pages nearly always name their own dollar somewhere, and
 * `findAmounts` gives the currency up on a text that does. Longer marks first, so that `CA$` is not read as `$`.
 */
export const currencySigns: ReadonlyArray<readonly [mark: string, currency: string | null]> = [
  ["US$", "USD"],
  ["CA$", "CAD"],
  ["AU$", "AUD"],
  ["NZ$", "NZD"],
  ["HK$", "HKD"],
  ["MX$", "MXN"],
  ["NT$", "TWD"],
  ["C$", "CAD"],
  ["A$", "AUD"],
  ["S$", "SGD"],
  ["R$", "BRL"],
  ["$", "USD"],
  ["€", "EUR"],
  ["£", "GBP"],
  ["¥", null],
  ["￥", null],
  ["₹", "INR"],
  ["₩", "KRW"],
  ["円", "JPY"],
  ["₽", "RUB"],
  ["₺", "TRY"],
  ["₴", "UAH"],
  ["zł", "PLN"],
  ["Kč", "CZK"],
  ["Ft", "HUF"],
  ["Fr.", "CHF"],
  ["kr.", null],
  ["kr", null]
]

/** Words for a currency that people write after a number. `dollars` is read as `$` is. */
export const currencyWords: ReadonlyMap<string, string> = new Map([
  ["dollar", "USD"],
  ["dollars", "USD"],
  ["euro", "EUR"],
  ["euros", "EUR"]
])

/** Codes that are read in prose: the traded ones. All of ISO 4217 has English words in it (`ALL`, `TOP`, `TRY`). */
export const currencyCodes: ReadonlySet<string> = new Set([
  "USD", "EUR", "GBP", "CHF", "JPY", "CNY", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "INR", "KRW", "SEK", "NOK", "DKK",
  "PLN", "CZK", "HUF", "RON", "BGN", "TRY", "ILS", "ZAR", "BRL", "MXN", "ARS", "CLP", "COP", "THB", "MYR", "IDR", "PHP",
  "VND", "AED", "SAR", "RUB", "UAH", "ISK"
])

/** A text with one of these prints some other dollar, so its bare `$` cannot be taken for the US one. */
export const otherDollar =
  /(?<![\p{L}\p{N}])(?:CAD|AUD|NZD|SGD|HKD|MXN|TWD|ARS|CLP|COP|CA\$|AU\$|NZ\$|HK\$|MX\$|NT\$|C\$|A\$|S\$|(?:[Cc]anadian|[Aa]ustralian|[Nn]ew [Zz]ealand|[Ss]ingapore|[Hh]ong [Kk]ong|[Tt]aiwan(?:ese)?) [Dd]ollars?|[Mm]exican [Pp]esos?)(?!\p{L})/u

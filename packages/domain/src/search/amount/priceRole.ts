/**
 * Words that give the amount beside them another role than "what it costs now": an old price, a rate, a saving, postage.
 * English, German, French and Spanish, whose shops print prices in sentences; an unknown language has no roles, and so
 * may count an old price. That is one reason why a price in prose has less confidence than is told by default.
 */
const words = new Set([
  "was", "were", "from", "rrp", "rrp:", "msrp", "uvp", "list", "regular", "regularly", "reg", "old", "original", "originally",
  "before", "previously", "save", "saved", "saves", "saving", "savings", "off", "discount", "coupon", "voucher", "cashback",
  "rebate", "monthly", "month", "months", "mo", "weekly", "week", "daily", "day", "night", "yearly", "year", "yr", "annual",
  "annually", "apr", "installment", "installments", "instalment", "instalments", "financing", "deposit", "down", "shipping",
  "delivery", "postage", "fee", "fees", "tax", "vat", "tradein", "trade", "used", "refurbished", "renewed", "starting",
  "starts", "low", "up", "over", "orders", "more", "above", "under", "below", "less", "minimum", "min", "compare",
  "worth", "value", "credit", "gift", "tip", "each", "pack", "unit", "per", "kg", "lb", "oz", "will", "would", "not", "no", "if",
  "payment", "payments", "interest", "trial", "introductory", "intro", "first", "refill", "subscribe", "subscription", "member", "members", "club",
  "student", "students", "child", "children", "kids", "senior", "seniors", "concession", "code", "promo", "bundle", "estimated", "est", "approx",
  "approximately", "circa", "wholesale", "bulk", "dozen", "warranty", "insurance", "protection", "installation", "setup", "extra", "additional",
  "addon", "lowest", "highest", "last", "average", "avg", "median", "pcm", "pw", "pppn", "ppn", "pppw", "history", "bought", "paid", "got", "others", "elsewhere", "competitors", "i", "my", "bid", "bids", "auction", "estimate", "reserve", "points", "lease", "rent", "rental", "finanzierung", "mitglieder", "gutschein", "anzahlung",
  "ab", "statt", "bisher", "vorher", "ehemals", "monatlich", "monat", "rate", "raten", "versand", "pfand", "lieu", "partir", "dès",
  "送料", "livraison", "mois", "économisez", "desde", "antes", "envío", "mes", "ahorra", "cuotas"
])

/** The first word of `text` that takes its amounts out of consideration, or null. */
export const priceRole = (text: string): string | null =>
  text.toLowerCase().match(/[\p{L}]+/gu)?.find((word) => words.has(word)) ?? null

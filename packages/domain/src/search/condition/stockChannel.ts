/** Where something can be had: sent home, or in a shop of bricks. */
export type StockChannel = "online" | "store"

const online = /^(?:online|(?:home )?delivery|shipping|ship to home|versand|lieferung|en ligne|livraison(?: à domicile)?|envío a domicilio|verzending|thuisbezorging)\s?(?:[:–]|\s-)\s?/iu
const store = /^(?:in[- ]?stores?|stores?|(?:store |curbside )?pick-?up|click (?:&|and) collect|collection|abholung|filiale|markt|en magasin|retrait)\s?(?:[:–]|\s-)\s?/iu
/** `In stock at Croydon`. */
const atShop = /^(.{2,30}?),? (?:at|in) (?=(?:nearby|local|selected|your)\b|\p{Lu}).{2,40}$/u

/** `Online: Out of stock`, `In stock at Croydon`: the channel that a line speaks of, and what it says of it. Null where it names none. */
export const stockChannel = (line: string): { readonly channel: StockChannel; readonly said: string } | null => {
  const text = line.trim()
  if (text.length > 120) return null
  for (const [channel, label] of [["online", online], ["store", store]] as const) {
    if (label.test(text)) return { channel, said: text.replace(label, "") }
  }
  const [, said] = atShop.exec(text) ?? []
  return said === undefined ? null : { channel: "store", said }
}

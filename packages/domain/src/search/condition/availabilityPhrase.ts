import type { Availability } from "../../ports/PageReader.ts"
import { matchSubject } from "../identity/matchSubject.ts"
import type { Subject } from "../identity/Subject.ts"

const any = (...words: ReadonlyArray<string>): string => `(?:${words.join("|")})`

const inStock = any(
  "in stock", "available", "available to buy", "in store", "auf lager", "sofort lieferbar", "lieferbar", "verfügbar", "sofort verfügbar", "vorrätig",
  "en stock", "disponible", "disponible immédiatement", "en existencias", "hay stock", "disponibile", "disponibile subito", "op voorraad", "leverbaar",
  "em estoque", "em stock", "disponível", "i lager", "på lager", "finns i lager", "w magazynie", "dostępny", "dostępne", "skladem", "在庫あり", "有货", "现货", "재고 있음"
)
const soldOut = any(
  "sold out", "out of stock", "unavailable", "not available", "not in stock", "no longer available", "no longer in stock", "discontinued", "(?:this|the) (?:product|item|article) (?:is|has been|was) discontinued(?: and is no longer available)?", "(?:this|the) (?:product|item|article) is (?:sold out|out of stock|no longer available|currently unavailable)", "currently not in stock", "all gone", "ausverkauft", "nicht auf lager", "nicht verfügbar",
  "nicht lieferbar", "derzeit nicht verfügbar", "vergriffen", "épuisé", "épuisée", "rupture de stock", "en rupture de stock", "indisponible", "victime de son succès",
  "agotado", "agotada", "sin stock", "no disponible", "esaurito", "esaurita", "non disponibile", "uitverkocht", "niet op voorraad", "niet leverbaar", "esgotado",
  "indisponível", "slutsåld", "slut i lager", "udsolgt", "utsolgt", "niedostępny", "wyprzedane", "vyprodáno", "売り切れ", "在庫切れ", "品切れ", "缺货", "售罄", "품절"
)
const preorder = any(
  "pre-?order", "pre-?order now", "available (?:for|to) pre-?order", "open for pre-?orders?", "vorbestellbar", "vorbestellen", "jetzt vorbestellen", "précommande",
  "en précommande", "reserva", "en preventa", "preventa", "preordine", "in preordine", "予約受付中"
)
const now = any("now", "currently", "temporarily", "back", "again", "still", "finally", "online", "today", "yes", "right now", "aktuell", "derzeit", "wieder", "jetzt", "actuellement", "de nouveau", "temporairement")

/**
 * What a short text says of availability, as a whole: `In stock`, `Availability: Sold out.`, `Only 3 left in stock`.
 * Anchored on both ends, because a word more can turn it over: `not in stock`, `in stock soon`, `tell me when in stock`.
 */
const phrases: ReadonlyArray<readonly [Availability, RegExp]> = [
  ["in_stock", new RegExp(`^(?:${now},? ){0,2}${inStock}(?: ${now})?(?: \\(?[1-9]\\d{0,4}\\)?)?$`, "u")],
  ["in_stock", /^(?:only |nur noch |plus que |solo )?[1-9]\d{0,4} (?:left |items? |units? |pieces? |stück )?(?:left )?(?:in stock|available|auf lager|en stock|verfügbar)$/u],
  ["in_stock", /^(?:hurry,? )?only [1-9]\d? (?:(?:items?|units?|pieces?) )?left!?$/u],
  ["sold_out", /^(?:0|no|zero) (?:left |items? |units? |pieces? |stück )?(?:left )?(?:in stock|available|auf lager|en stock|verfügbar)$/u],
  ["in_stock", /^tickets?(?: are)? (?:now |still )?(?:on sale|available)(?: now)?$/u],
  ["sold_out", new RegExp(`^(?:${now},? ){0,2}${soldOut}(?: ${now})?$`, "u")],
  ["preorder", new RegExp(`^(?:${now},? ){0,2}${preorder}(?: ${now})?$`, "u")]
]

const copula = /^(?:is|are|ist|sind|est|sont|está|es|è|:|–|-)\s+/u

/** The sentence without the thing it names: `The Koda 2 is sold out` says `sold out`. */
const withoutName = (phrase: string, block: string, subject: Subject | null): string | null => {
  if (subject === null || matchSubject(block, subject) !== "same") return null
  const words = [...subject.words].sort((a, b) => b.length - a.length)
  let rest = phrase.replace(/^(?:the|der|die|das|le|la|el) /u, "")
  for (let before = ""; rest !== before;) {
    before = rest
    rest = words.reduce((text, word) => text.startsWith(word) ? text.slice(word.length).replace(/^[\s\-–]+/u, "") : text, rest)
    if (copula.test(rest)) return rest.replace(copula, "")
  }
  return null
}

export const availabilityPhrase = (text: string, subject: Subject | null = null): Availability | null => {
  const whole = text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim()
  // Longer texts are sentences, and sentences hedge.
  if (whole.length > 120) return null
  const phrase = whole.replace(/^(?:availability|stock(?: status)?|status|verfügbarkeit|lagerbestand|disponibilité|disponibilidad|disponibilità|beschikbaarheid|在庫)\s?[:：]\s?/u, "")
    .replace(/^[✓✔●•✅❌✗✘]\s*/u, "").replace(/[.!•✓✔。！]+$/u, "").trim()
  const said = (withoutName(phrase, text, subject) ?? phrase).trim()
  if (said.length > 80) return null
  return phrases.find(([, pattern]) => pattern.test(said))?.[0] ?? null
}

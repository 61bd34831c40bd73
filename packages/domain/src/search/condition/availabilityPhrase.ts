import type { StockLevel } from "../../ports/PageReader.ts"
import { hedgeIn } from "../identity/hedgeIn.ts"
import { matchSubject } from "../identity/matchSubject.ts"
import type { Subject } from "../identity/Subject.ts"

const any = (...words: ReadonlyArray<string>): string => `(?:${words.join("|")})`

const inStock = any(
  "in stock", "available", "available to buy", "in store", "low stock", "limited stock", "last one", "in stock (?:and|&) ready to ship", "ready to ship",
  "available for immediate (?:delivery|dispatch|shipping)", "auf lager", "sofort lieferbar", "lieferbar", "verfügbar", "sofort verfügbar", "vorrätig",
  "en stock", "disponible", "disponible immédiatement", "en existencias", "hay stock", "disponibile", "disponibile subito", "op voorraad", "leverbaar",
  "em estoque", "em stock", "disponível", "i lager", "på lager", "finns i lager", "w magazynie", "dostępny", "dostępne", "skladem", "在庫あり", "有货", "现货", "재고 있음"
)
const soldOut = any(
  "sold out", "out of stock", "unavailable", "not available", "not in stock", "no longer available", "no longer in stock", "discontinued(?: and (?:is )?no longer (?:available|sold|produced))?", "(?:this|the) (?:product|item|article) (?:is|has been|was) discontinued(?: and is no longer available)?", "(?:this|the) (?:product|item|article) is (?:sold out|out of stock|no longer available|currently unavailable)", "currently not in stock", "all gone", "ausverkauft", "nicht auf lager", "nicht verfügbar",
  "nicht lieferbar", "derzeit nicht verfügbar", "vergriffen", "épuisé", "épuisée", "rupture de stock", "en rupture de stock", "indisponible", "victime de son succès",
  "agotado", "agotada", "sin stock", "no disponible", "esaurito", "esaurita", "non disponibile", "uitverkocht", "niet op voorraad", "niet leverbaar", "esgotado",
  "indisponível", "slutsåld", "slut i lager", "udsolgt", "utsolgt", "niedostępny", "wyprzedane", "vyprodáno", "売り切れ", "在庫切れ", "品切れ", "缺货", "售罄", "품절"
)
const preorder = any(
  "pre-?order", "pre-?order now", "available (?:for|to) pre-?order", "open for pre-?orders?", "vorbestellbar", "vorbestellen", "jetzt vorbestellen", "précommande",
  "en précommande", "reserva", "en preventa", "preventa", "preordine", "in preordine", "予約受付中"
)
/** It cannot be had now, and will be. */
const later = any(
  "(?:available )?(?:on|for|to) back-?order", "back-?ordered", "(?:back )?(?:in stock|available|on sale) soon", "tickets?(?: for .{1,60})? (?:will )?(?:go|be) (?:on sale|available) (?:soon|shortly)", "not yet (?:available|released|on sale|in stock)", "unreleased",
  "demnächst (?:verfügbar|erhältlich|lieferbar)", "bald (?:wieder )?(?:verfügbar|erhältlich|lieferbar)", "bientôt (?:disponible|en stock)", "disponible (?:bientôt|próximamente)",
  "binnenkort (?:leverbaar|beschikbaar)", "presto disponibile", "発売予定", "近日発売", "入荷待ち", "即将上市"
)
const now = any("now", "currently", "temporarily", "back", "again", "still", "finally", "online", "today", "yes", "right now", "aktuell", "derzeit", "wieder", "jetzt", "actuellement", "de nouveau", "temporairement")

/**
 * What a short text says of availability, as a whole: `In stock`, `Availability: Sold out.`, `Only 3 left in stock`.
 * Anchored on both ends, because a word more can turn it over: `not in stock`, `in stock soon`, `tell me when in stock`.
 */
const phrases: ReadonlyArray<readonly [StockLevel, RegExp]> = [
  ["in_stock", new RegExp(`^(?:${now},? ){0,2}${inStock}(?: ${now})?(?: \\(?[1-9]\\d{0,4}\\)?)?$`, "u")],
  ["in_stock", /^(?:only |nur noch |plus que |solo )?(?:more than |over |> ?)?[1-9][\d,.]{0,8}\+? (?:left |items? |units? |pieces? |stück )?(?:left )?(?:in stock|available|auf lager|en stock|verfügbar)$/u],
  ["in_stock", /^(?:nur noch |only (?:a )?|just (?:a )?)?(?:wenige|few|last few) (?:(?:artikel|exemplare|stück|items?|units?|pieces?|copies) )?(?:left|remaining|verfügbar|auf lager|available|in stock)$/u],
  ["in_stock", /^(?:only |just )?[1-9]\d{0,3} (?:copies|items|units|pieces|seats|tickets|places|spots|prints|rooms) (?:left|remaining|still available)$/u],
  ["in_stock", /^(?:hurry,? )?only [1-9]\d? (?:(?:items?|units?|pieces?) )?left!?$/u],
  ["sold_out", /^(?:fully booked|booked (?:out|up)|fully subscribed|ausgebucht|no availability(?: (?:for|on) (?:your|these|the selected) (?:dates?|nights?))?|no (?:more )?(?:tickets|places|spaces|spots|seats|rooms|copies) (?:left|available|remaining))$/u],
  ["sold_out", /^(?:0|no|zero) (?:left |items? |units? |pieces? |stück )?(?:left )?(?:in stock|available|auf lager|en stock|verfügbar)$/u],
  ["in_stock", /^tickets?(?: are)? (?:now |still )?(?:on sale|available)(?: now)?(?: from [€£$]?\d[\d.,]*(?: ?\p{L}{3})?)?$/u],
  ["sold_out", new RegExp(`^(?:${now},? ){0,2}${soldOut}(?: ${now})?$`, "u")],
  ["sold_out", new RegExp(`^we(?:'re| are) (?:${now} )?${soldOut}$`, "u")],
  ["preorder", new RegExp(`^(?:${now},? ){0,2}${preorder}(?: ${now})?$`, "u")],
  ["later", new RegExp(`^(?:${now},? ){0,2}${later}$`, "u")]
]

/** `In stock, ships today`: what goes with a stock level and takes nothing of it back. */
const dispatch =
  /^(?:usually )?(?:ships?|shipping|shipped|dispatch(?:ed|es)?|delivery|delivered|arrives|lieferzeit|lieferung|versand|livraison|expédié|envío|consegna|levering|leverans|leveringstid|levertijd|verzending|entrega|spedizione|dostawa|wysyłka|leaves|get it|order|free (?:shipping|delivery)|ready)(?!\p{L})/u
const button = /^(?:buy|order|shop|add to (?:cart|basket|bag)|free returns|in den warenkorb|ajouter au panier|fresh|freshly \p{L}+|(?:made|roasted|baked) (?:today|this week|to order))(?: (?:now|it now|today))?$/u
/** Nobody has in his hands what is sent in months; who reads "in stock" asks for less than weeks. */
const longWait = /(?<!\p{L})(?:weeks|months|wochen|monaten?|semaines|mois|semanas|meses)(?!\p{L})/u
/** One shop's shelf is not the thing's stock. */
const inShops = /(?<!\p{L})(?:stores?|shops?|pick-?up|collect(?:ion)?|filialen?|märkten?|magasins?|boutiques?|tiendas?|negozi|selected|select|only|sizes?|colou?rs?)(?!\p{L})/u

/** A time that is not now: `Back in stock, April`. */
const time =
  /(?<!\p{L})(?:jan(?:uary)?|feb(?:ruary)?|march|april|may|june|july|august|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|spring|summer|autumn|fall|winter|(?:mon|tues|wednes|thurs|fri|satur|sun)day|next|later|tba|januar|februar|märz|mai|juni|juli|oktober|dezember|frühjahr|sommer|herbst|nächste[nrs]?|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|printemps|été)(?!\p{L})/u

/** `Out of stock – try the larger one (in stock)`: the rest is about that one. */
const elsewhere = /(?<!\p{L})(?:instead|try|alternatives?|alternatively|similar)(?!\p{L})/u

const isHarmless = (rest: string, level: StockLevel): boolean => {
  if (inShops.test(rest) || phrases.some(([other, pattern]) => other !== level && pattern.test(rest))) return false
  if (level !== "in_stock") return true
  if (longWait.test(rest) || (!dispatch.test(rest) && time.test(rest)) || hedgeIn(rest.replace(/\border soon\b/u, "")) !== null) return false
  // Whatever else stands there may be the state it is in: `Available (factory seconds)`.
  return dispatch.test(rest) || button.test(rest)
}

const separator = /\s*[.,;!|·(–—]\s*|\s-\s/u
/** `On backorder: ships in May` says no more behind its colon; `Back in stock: May` says when. */
const withColon = /\s*[.,;:!|·(–—]\s*|\s-\s/u

/** The level that a phrase names, or its first clause where none of the others takes it back. */
const levelOf = (phrase: string): StockLevel | null => {
  const whole = phrases.find(([, pattern]) => pattern.test(phrase))?.[0] ?? null
  if (whole !== null) return whole
  const colonless = firstClause(phrase, separator)
  if (colonless !== null) return colonless
  const other = firstClause(phrase, withColon)
  return other === "in_stock" ? null : other
}

const firstClause = (phrase: string, between: RegExp): StockLevel | null => {
  const [first = "", ...rest] = phrase.split(between).map((clause) => clause.replace(/[)\s]+$/u, "")).filter((clause) => clause !== "")
  const level = rest.length === 0 ? null : phrases.find(([, pattern]) => pattern.test(first))?.[0] ?? null
  const turn = level === "sold_out" ? rest.findIndex((clause) => elsewhere.test(clause)) : -1
  return level !== null && (turn < 0 ? rest : rest.slice(0, turn)).every((clause, at) =>
    // "Ships from Duluth, MN": a comma within what is said of sending.
    isHarmless(clause, level) || (at > 0 && dispatch.test(rest[at - 1] ?? "") && /^\p{L}+(?: \p{L}+)?$/u.test(clause) && hedgeIn(clause) === null && !inShops.test(clause) && !time.test(clause))) ? level : null
}

/** `Sorry, this item is …`: what stands for the thing where it is not named. */
const pronoun =
  /^(?:(?:sorry|unfortunately|good news)[,:!]? )?(?:(?:(?:this|the|our) (?:product|item|article|model|title|game|edition|book|device)|it)(?: is|['’]s| has been| was) )?/u

const copula = /^(?:(?:is|are)|(?:has|have) been(?= discontinued)|ist|sind|est|sont|está|es|è|:|[–—-])\s+/u

/** The sentence without the thing it names: `The Koda 2 is sold out` says `sold out`. */
const withoutName = (phrase: string, block: string, subject: Subject | null): string | null => {
  if (subject === null || matchSubject(block, subject) !== "same") return null
  const words = [...subject.words].sort((a, b) => b.length - a.length)
  let rest = phrase.replace(/^(?:the|der|die|das|le|la|el) /u, "")
  for (let before = ""; rest !== before;) {
    before = rest
    rest = words.reduce((text, word) => text.startsWith(word) ? text.slice(word.length).replace(/^(?:\s*[-–](?=[\p{L}\p{N}])|\s+)/u, "") : text, rest)
    if (copula.test(rest)) return rest.replace(copula, "")
  }
  return null
}

/** The stock level that a short text plainly says, or null. */
export const availabilityPhrase = (text: string, subject: Subject | null = null): StockLevel | null => {
  const whole = text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim()
  // Longer texts are sentences, and sentences hedge.
  if (whole.length > 120) return null
  const phrase = whole.replace(/^(?:availability|stock(?: status)?|status|verfügbarkeit|lagerbestand|disponibilité|disponibilidad|disponibilità|beschikbaarheid|在庫)\s?[:：]\s?/u, "").replace(/^(?:在庫状況|在庫|availability|verfügbarkeit|disponibilité|disponibilidad|disponibilità)\s/u, "")
    .replace(/^[✓✔●•✅❌✗✘]\s*/u, "").replace(/[.!•✓✔。！]+$/u, "").trim()
  // `Tickets for Aurora Festival 2026 are on sale now`.
  const [, ticketed] = /^tickets? (?:for|to) (.+)$/u.exec(phrase) ?? []
  const sold = ticketed === undefined ? null : withoutName(ticketed, text, subject)
  const said = (sold === null ? withoutName(phrase, text, subject) ?? phrase : `tickets ${sold}`).trim()
  return said.length > 80 ? null : levelOf(said) ?? levelOf(said.replace(pronoun, ""))
}

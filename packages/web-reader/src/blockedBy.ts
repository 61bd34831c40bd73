import { speaksToMachine } from "@vedette/domain"
import type { Block } from "./visibleBlocks.ts"

/** A wall is short. A text longer than this is a page, even if it speaks of captchas. */
const maxWallLength = 2_000
/** Shells of single-page programs show a word or two until their script has run. */
const maxShellLength = 40

const wallTitle =
  /^\s*(?:just a moment|attention required|access (?:to this page has been )?denied|are you (?:a )?(?:human|robot)|robot check|bot verification|captcha|(?:human|security) (?:verification|check)|verify(?:ing)? (?:that )?you are (?:a )?human|pardon our interruption|before you continue|one more step|ddos-guard|request (?:rejected|denied|blocked)|you have been blocked)/i

const wallText =
  /enable javascript and cookies to continue|verify(?:ing)? (?:that )?you are (?:a )?human|checking (?:if the site connection is secure|your browser before)|unusual traffic from your computer|complete the (?:security check|captcha)|confirm (?:that )?you(?:'|’)?(?: a)?re (?:human|not a robot)|press (?:&|and) hold to confirm|sorry, you have been blocked|you need to enable javascript to run this app|please enable (?:js|javascript) and disable any ad blocker|(?:sending|detected) automated (?:queries|requests|traffic)|(?:detected|noticed) unusual (?:activity|traffic)|java ?script is (?:disabled|turned off|not enabled)|enable java ?script (?:in your browser )?to (?:view|use|see|continue|access|load)|(?:requires|need) java ?script (?:to be enabled|to run|enabled)/i

/** A page that says of itself, with status 200, that it is none. */
const goneTitle =
  /^\s*(?:(?:this )?page (?:has )?(?:been )?moved|moved(?: permanently)?$|404\b|error 404|page (?:not found|introuvable)|not found$|seite nicht gefunden|page introuvable|página no encontrada|pagina non trovata|pagina niet gevonden)/i
const downTitle =
  /^\s*(?:(?:down for |under |scheduled |site )?maintenance\b|(?:we(?:'|’)ll be |we are |be )?(?:right )?back (?:soon|shortly)|we(?:'|’)ll be (?:right )?back|service unavailable|(?:(?:this |our |the )?(?:web ?site|site|page) )?(?:is )?under construction|temporarily unavailable|site (?:is )?(?:down|offline)|wartungsarbeiten|en maintenance|5\d\d\b.{0,40}(?:error|unavailable|gateway)|4\d\d\b.{0,40}(?:requests|forbidden|unauthori[sz]ed|denied|gone|error))/i

const goneText =
  /(?:can(?:'|’)?t|cannot|could(?: not|n(?:'|’)t)|unable to) (?:seem to )?(?:find|locate) (?:the|that|this|your) (?:page|content|article|document)|(?:page|content|document) (?:that )?you(?:(?:'|’)re| are| were| have)? (?:looking for|requested|trying to reach)|page (?:no longer exists|does(?: not|n(?:'|’)t) exist|is no longer available)/i

/** An error that the site's own program caught, and so answered with 200. */
const brokenTitle = /^\s*(?:(?:application|server|internal|unexpected|runtime) (?:server )?error|error$|oops|something went wrong|an error (?:has )?occurred)/i
const brokenText = /an? (?:unexpected |internal |unknown )?(?:server )?error (?:has )?occurred|something went wrong/i
const maxBrokenLength = 400

/** A notice speaks of the visitor's browser, session and requests, and asks to try again: a page speaks of its thing. */
const noticeText =
  /\byour (?:browser|session|connection|network|request|ip(?: address)?)\b|session (?:has )?(?:expired|timed out)|too many requests|domain(?: name)? (?:is|may be) for sale|domain(?: name)? (?:is|has been) (?:parked|registered)|buy this domain|try again (?:later|shortly|in (?:a|some|\d))|(?:refresh|reload) (?:the|this) page|(?:support|incident|reference|ray|request) id\b|error code/i
const loadingLine = /^(?:loading|please wait|lädt|wird geladen|bitte warten|chargement|cargando|caricamento|laden)(?: [\p{L} ]{1,30})?\s?(?:\.{2,}|…)$/iu

/** Rooms to wait in, gates for an age or a country: the page is behind them. */
const gateText =
  /you are (?:now )?in (?:line|(?:a|the) (?:virtual )?(?:queue|waiting room|line))|(?:virtual )?waiting room\b|when it is your turn|experiencing (?:very |extremely )?high (?:demand|traffic|volumes?)|page will (?:automatically )?refresh(?: automatically)?|not available in your (?:country|region|location|area)|(?:you must|please confirm (?:that )?you) (?:be|are) (?:at least )?(?:18|21)\b|(?:of|over) (?:the )?legal (?:drinking |smoking |gambling )?age|are you (?:over|at least )?\s?(?:18|21)|(?:confirm|verify) your age|age verification/i
/** Every shop offers the choice; only a page that is nothing else says so in its title, and opens with it. */
const chooserName = /^\s*(?:please )?(?:choose|select|pick) (?:a|your) (?:country|region|location|language)\b/iu
const maxGateLength = 600

/** A page that asks for a name and a password, and says in its title or first heading that this is all it does. */
const loginName =
  /^(?:(?:member|user|customer|student|account|client|staff|admin)s?\s)?(?:log ?-?in|log ?-?on|sign ?-?in|please (?:log|sign) in|einloggen|anmelden|connexion|se connecter|identifiez-vous|iniciar sesión|acceso|accedi|inloggen)(?:\s(?:to|required|page|bei|au?x?|en|al?)\b.{0,40})?$/iu
const asksForLogin = (names: ReadonlyArray<string>): boolean =>
  names.some((name) => name.split(/\s[|–—·•:»-]\s|[|»]/u).some((part) => loginName.test(part.trim())))
const loginLine = /password|passwort|mot de passe|contraseña|user ?name|e-?mail address|log(?:ged)? ?in|sign(?:ed)? ?in|account/iu
/** One sentence about where the login leads. */
const fewestBesideLogin = 90
const passwordField = /<input[^>]{0,300}type=["']?password/i

/** A wall that asks for consent and shows nothing else. */
const consentText = /cookies|information on (?:a|your) device/iu
const consentButton = /(?:accept|reject|allow|decline|manage) (?:all|cookies|preferences|options|settings)|i agree|alle (?:akzeptieren|ablehnen)|akzeptieren und|zustimmen|tout (?:accepter|refuser)|aceptar tod[oa]s?|rechazar tod[oa]s?|accetta tutt[oi]|alles (?:accepteren|weigeren)/iu
const maxConsentLength = 900
const consentLine = /cookie|consent|privacy|partners|personali[sz]ed|your (?:choices|preferences)|\b(?:accept|reject|allow|decline) all\b|datenschutz|einwilligung|akzeptieren|ablehnen|confidentialité|accepter|refuser|privacidad|aceptar|rechazar/iu
/** Below this many letters of its own a page beside a question of consent is none: headings, a menu, a footer. */
const fewestOwnLetters = { beside: 60, within: 240 } as const

/** How many letters stand in sentences of the page's own that are not of this kind. */
const ownLetters = (blocks: ReadonlyArray<Block>, kind: RegExp): number =>
  blocks.filter(({ role, text }) => role === "main" && !kind.test(text) && text.split(" ").length >= 6)
    .reduce((sum, { text }) => sum + (text.match(/[\p{L}\p{N}]/gu)?.length ?? 0), 0)

/**
 * Whether all there is beside a question of consent is what every page of the site has. Nearly every page asks; one whose question
 * stands in a part of its own needs a sentence or two to be a page, one that asks in the middle of its text more.
 */
const onlyAsksForConsent = (blocks: ReadonlyArray<Block>): boolean => {
  const all = blocks.map(({ text }) => text).join("\n")
  if (!consentText.test(all) || !consentButton.test(all)) return false
  const asking = blocks.filter(({ text }) => consentLine.test(text))
  return ownLetters(blocks, consentLine) < (asking.some(({ role }) => role === "aside") ? fewestOwnLetters.beside : fewestOwnLetters.within)
}

const wallMarkup = /_cf_chl_opt|id=["']cf-challenge|captcha-delivery\.com|id=["']px-captcha|awswafcaptcha/i

/**
 * Why what came back is a wall in front of the page and not the page, or null. Conservative: a page that is called a wall is
 * only tried again, a wall that is called a page is evidence, so text decides only where there is little of it.
 */
export const blockedBy = (page: {
  readonly title: string | null
  readonly headings: ReadonlyArray<string>
  readonly blocks: ReadonlyArray<Block>
  readonly html: string
  readonly hasOffers: boolean
  /** The path of the URL that was asked for, and of the one that answered. */
  readonly asked: URL
  readonly answered: URL
}): string | null => {
  if (page.answered.hostname.startsWith("consent.") && !page.asked.hostname.startsWith("consent.")) {
    return "The site asks for consent before it shows the page."
  }
  const login = /\/(?:log-?in|sign-?in|sso|auth)(?:[/.?]|$)/i
  if (
    page.answered.pathname !== page.asked.pathname && login.test(page.answered.pathname) &&
    passwordField.test(page.html)
  ) {
    return "The site asks for a login before it shows the page."
  }
  if (page.hasOffers) return null
  if (page.blocks.reduce((sum, block) => sum + block.text.length, 0) > 2 * maxWallLength) return null
  // What somebody says to a machine makes no page of a wall.
  const blocks = page.blocks.filter((block) => !speaksToMachine(block.text))
  const text = blocks.map((block) => block.text).join("\n")
  if (text === "") return "The page shows no text without its scripts."
  if (text.length > maxWallLength) return null
  if (wallTitle.test(page.title ?? "") || wallText.test(text) || wallMarkup.test(page.html)) {
    return "The site asks visitors to prove that they are human."
  }
  if (goneTitle.test(page.title ?? "") || (text.length <= maxGateLength && goneText.test(text))) return "The site says that there is no such page."
  if (downTitle.test(page.title ?? "") || (text.length <= maxBrokenLength && page.headings.some((heading) => downTitle.test(heading)))) return "The site says that it is down for maintenance."
  if (brokenTitle.test(page.title ?? "") || (text.length <= maxBrokenLength && brokenText.test(text))) return "The site says that something went wrong."
  if (text.length <= maxBrokenLength && noticeText.test(text)) return "The site answers with a notice in place of the page."
  if (text.length <= maxBrokenLength && blocks.some((block) => loadingLine.test(block.text))) return "The page was still loading."
  const isChooser = [page.title ?? "", ...page.headings.slice(0, 1)].every((name) => chooserName.test(name))
  if (isChooser || (text.length <= maxGateLength && gateText.test(text))) return "The site lets visitors wait, or not in, before it shows the page."
  if (passwordField.test(page.html) && (asksForLogin([page.title ?? "", ...page.headings]) || ownLetters(blocks, loginLine) < fewestBesideLogin)) return "The site asks for a login before it shows the page."
  if (text.length <= maxConsentLength && onlyAsksForConsent(blocks)) return "The site asks for consent before it shows the page."
  if (text.length <= maxShellLength && /<div[^>]{0,200}id=["']?(?:root|app|__next|__nuxt)\b[^>]{0,200}>\s*<\/div>/i.test(page.html)) {
    return "The page shows no text without its scripts."
  }
  return null
}

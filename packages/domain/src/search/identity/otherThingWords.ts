import { wordSet } from "../wordSet.ts"

/**
 * Words that make another model of a model's name: a `Koda 2 Max` is no `Koda 2`. Makers invent such words as they go, so a name
 * that goes on with an unknown capital is not taken for the shorter one either (`matchSubject`).
 */
export const variantWords = wordSet(
  "max pro plus ultra mini lite se xl xxl air fe neo prime elite premium deluxe basic essential go slim nano micro kids junior " +
    "turbo sport touring evo gt gts rs ii iii iv v vi vii viii ix s x t e c r z i fold flip edge note studio advanced " +
    "gen generation mk mark ti xt xtx hd uhd 4k oled digital classic limited anniversary titanium open special collector collectors"
)

/** Things that are sold for a thing and carry its name. */
export const accessoryWords = wordSet(
  "case cases cover covers sleeve charger chargers cable cables battery batteries strap straps band bands adapter adapters adaptor " +
    "protector protectors skin skins stand stands dock docks mount mounts holder bag pouch filter filters lens lenses tips earpads " +
    "pad pads cartridge cartridges refill refills ink toner blade blades remote controller controllers manual guide sticker stickers " +
    "poster shirt tshirt hülle tasche ladegerät akku kabel netzteil schutzfolie ersatzteil zubehör coque étui chargeur câble batterie " +
    "housse accessoire funda cargador cable batería carcasa accesorio custodia caricatore hoesje oplader"
)

/** What is sold to those who have the thing, mostly a game, under its name: words that nothing else goes by. */
export const addOnWords = wordSet("expansion expansions dlc addon addons soundtrack ost artbook erweiterung")

/** A thing in another state, or another deal than to own one: not what a price "of" it means. */
export const otherDealWords = wordSet(
  "refurbished renewed used damaged preowned openbox reconditioned secondhand generalüberholt refurbisht gebraucht reconditionné occasion " +
    "reacondicionado usado ricondizionato usato bundle bundles kit pack lot rental rent rentals lease leasing insurance warranty " +
    "subscription replacement spare spares parts ersatz miete alquiler location giftcard demo dummy replica"
)

/** What follows a name that is compared, copied or talked about. */
export const comparingWords = wordSet("vs versus alternative alternatives clone clones killer compatible replacement rumours rumors leak leaks concept successor")

/** What stands between an accessory and the thing it is for. */
export const forWords = wordSet("to vs versus like than alternative alternatives for für fuer pour para per voor till compatible fits fit kompatibel passend zu with mit avec con")

/** Words of questions, shops and pages: in no name. */
export const genericWords = wordSet(
  "a an and the of for in on at to from by with or as is are was be been it its this that these those my your our me us i you we " +
    "please tell notify alert watch track monitor check let know when if once whenever as soon until has have had will would can could " +
    "should do does did not no any all price prices priced cost costs costing cheap cheaper cheapest cheapo deal deals sale sales offer " +
    "offers discount buy order shop store online stock availability available back again sold out preorder pre instock drop drops " +
    "dropped fall falls below under above over less more than least most release released releases releasing version versions new " +
    "newest latest current update updates updated date dates day days week weeks month months year years announce announced announces " +
    "announcement news page pages site website official web link url text says say mention mentions contain contains change changes " +
    "changed ticket tickets open opens opening start starts launch launches launched come comes out get gets go goes goes now soon " +
    "today tomorrow usd eur gbp chf cad aud jpy sek nok dkk pln dollar dollars euro euros pound pounds " +
    "what which who where why how much many one there here about preis kosten prix precio der die das den dem ein eine le la les un une el los"
)

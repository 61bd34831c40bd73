import * as Effect from "effect/Effect"
import { listen } from "./listen.ts"

const page = (price: number): string => `<!doctype html>
<html><head><title>Koda 2 camera | Corner Shop</title>
<script type="application/ld+json">
{"@context":"https://schema.org","@type":"Product","name":"Koda 2 camera",
 "offers":{"@type":"Offer","price":"${price}.00","priceCurrency":"USD","availability":"https://schema.org/InStock"}}
</script></head>
<body><main><h1>Koda 2 camera</h1><p>A small camera for long walks, with a lens that forgives and a battery that lasts.</p>
<p>Our price today: $${price}.00</p><p>In stock, posted within two days from the shop round the corner.</p></main></body></html>`

/** A shop on this machine, with one page whose price can be changed. */
export const openShop = Effect.fn("openShop")(function*(firstPrice: number) {
  let price = firstPrice
  const url = yield* listen((request, response) => {
    if (request.url !== "/koda-2") return response.writeHead(404).end("Not here")
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page(price))
  })
  return { url: `${url}/koda-2`, setPrice: (next: number) => Effect.sync(() => { price = next }) }
})

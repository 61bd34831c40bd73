import { ConnectionFailed, type OutgoingRequest } from "@vedette/domain"
import { FakeWeb, respond, type Responder } from "@vedette/testkit/fakes"
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import type { PageMoment, ReceiverMoment, Scenario } from "../scenario/Scenario.ts"
import { spanMs } from "../scenario/Span.ts"
import type { Timeline } from "./Timeline.ts"

/** One webhook as it reached its receiver. */
export interface Arrival {
  readonly atMs: number
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** What the receiver answers: 2xx took it. */
  readonly status: number
}

const title = "Kettle K1"

const shopPage = ({ amount, currency }: { readonly amount: number; readonly currency: string }): string => {
  const offer = { "@type": "Offer", price: amount.toFixed(2), priceCurrency: currency, availability: "https://schema.org/InStock" }
  const product = { "@context": "https://schema.org", "@type": "Product", name: title, offers: offer }
  return `<!doctype html><html><head><title>${title}</title>` +
    `<script type="application/ld+json">${JSON.stringify(product)}</script></head>` +
    `<body><h1>${title}</h1><p>Price: ${amount.toFixed(2)} ${currency}</p><p>A kettle that boils water in two minutes.</p></body></html>`
}

const textPage = (text: string): string =>
  `<!doctype html><html><head><title>Notice board</title></head><body><h1>Notice board</h1><p>${text}</p></body></html>`

const unreachable = respond.fail(new ConnectionFailed({ message: "Nothing answers." }))

const delayed = (after: string | undefined, responder: Responder): Responder =>
  after === undefined ? responder : respond.after(spanMs(after), responder)

const pageResponder = (moment: PageMoment): Responder => {
  if (moment.unreachable) return unreachable
  const status = moment.status ?? 200
  const html = moment.price === undefined ? moment.text === undefined ? "" : textPage(moment.text) : shopPage(moment.price)
  return delayed(moment.after, respond.html(html, { status }))
}

const pageWords = (moment: PageMoment): string => {
  if (moment.unreachable) return "nothing answers"
  const said = moment.price === undefined
    ? moment.text === undefined ? "nothing" : `"${moment.text}"`
    : `${moment.price.amount.toFixed(2)} ${moment.price.currency}`
  return `${moment.status ?? 200}: ${said}${moment.after === undefined ? "" : `, after ${moment.after}`}`
}

/** Puts a scenario's pages and receivers on the fake web. Answers what the receivers got. */
export const scriptWeb = Effect.fn("scriptWeb")(function*(
  scenario: Pick<Scenario, "web" | "receivers">,
  startMs: number,
  timeline: Timeline
) {
  const web = yield* FakeWeb
  const arrivals: Array<Arrival> = []

  const overTime = <Moment extends { readonly at: string }>(
    url: string,
    moments: ReadonlyArray<Moment>,
    line: (moment: Moment) => Responder
  ) => {
    const changes = moments.map((moment) => [DateTime.makeUnsafe(startMs + spanMs(moment.at)), line(moment)] as const)
    return web.serve(url, respond.overTime(unreachable, ...changes))
  }

  for (const [url, moments] of Object.entries(scenario.web)) {
    yield* overTime(url, moments, (moment) => (request) =>
      Effect.andThen(timeline.add("web", `${url} is read: ${pageWords(moment)}`), pageResponder(moment)(request)))
  }

  const receive = (url: string, moment: ReceiverMoment): Responder => (request: OutgoingRequest) => {
    const status = moment.status ?? 204
    if (moment.unreachable) return unreachable(request)
    return Effect.gen(function*() {
      const atMs = (yield* Clock.currentTimeMillis) - startMs
      const body = request.body ?? ""
      const { answer, event, task_name } = JSON.parse(body) as { answer: string; event: string; task_name: string }
      arrivals.push({ atMs, url, headers: request.headers ?? {}, body, status })
      yield* timeline.add("receiver", `${url} gets ${event} of "${task_name}" and answers ${status}: ${answer}`)
      return yield* delayed(moment.after, respond.status(status))(request)
    })
  }
  for (const [url, moments] of Object.entries(scenario.receivers)) {
    yield* overTime(url, moments, (moment) => receive(url, moment))
  }
  return { arrivals: (): ReadonlyArray<Arrival> => [...arrivals] }
})

import { DigestId, TaskId } from "@vedette/domain"
import { describe, expect, test } from "vitest"
import { outgoingMessage } from "@vedette/testkit/notifier"
import * as DateTime from "effect/DateTime"
import { alertDocument } from "../src/alertDocument.ts"
import { digestDocument } from "../src/digestDocument.ts"
import { renderHtml } from "../src/document/renderHtml.ts"
import { renderText } from "../src/document/renderText.ts"

const quote = (text: string, uri = "https://shop.example/silvia") => ({
  text,
  uri,
  verified: true,
  readAt: DateTime.makeUnsafe("2026-11-21T09:30:00Z"),
  pageHash: "0".repeat(64),
  passage: text
})

const documentOf = (changes: Parameters<typeof outgoingMessage>[1]) => alertDocument(outgoingMessage(1, changes).message)

/** The part of the HTML that depends on the mail. */
const body = (html: string) => /<div class="mail">\n([\s\S]*)\n<\/div>/.exec(html)?.[1]

describe("an alert", () => {
  const alert = documentOf({ quotes: [quote("Rancilio Silvia — 289,00 €\nnow in stock")] })

  test("as text: name, answer, evidence, quotes and addresses, without markup", () => {
    expect(renderText(alert)).toBe(`Espresso machine under 300
==========================

The Rancilio Silvia costs 289.00 EUR now.

The shop's structured data says 289.00 EUR.

> Rancilio Silvia — 289,00 €
> now in stock
https://shop.example/silvia

* Rancilio Silvia
  https://shop.example/silvia
`)
  })

  test("as HTML: the same, with sources as links and nothing to load", () => {
    const html = renderHtml(alert)
    expect(body(html)).toBe(`<h1 dir="auto">Espresso machine under 300</h1>
<p dir="auto">The Rancilio Silvia costs 289.00 EUR now.</p>
<p dir="auto">The shop&#39;s structured data says 289.00 EUR.</p>
<blockquote dir="auto">Rancilio Silvia — 289,00 €<br>
now in stock<br>
<small><a href="https://shop.example/silvia">https://shop.example/silvia</a></small></blockquote>
<ul>
<li dir="auto"><a href="https://shop.example/silvia">Rancilio Silvia</a></li>
</ul>`)
    expect(html).not.toMatch(/<img|url\(|@import|<script|<link/i)
  })

  test("that says that a page cannot be read says why, and not what an older page said", () => {
    const { blocks } = documentOf({
      event: "health_changed",
      answer: "This task cannot be checked at the moment.",
      health: { status: "blind", reason: "The page answers 503." },
      sources: []
    })
    expect(blocks.slice(1)).toEqual([
      { _tag: "Paragraph", text: "This task cannot be checked at the moment." },
      { _tag: "Paragraph", text: "The page answers 503." }
    ])
  })
})

describe("a digest", () => {
  const settings = { frequency: "daily", time: "09:00", timezone: "Europe/Berlin" } as const
  const digestId = DigestId.make("019a0000-0000-7000-9000-000000000001")
  const other = TaskId.make("019a0000-0000-7000-9000-000000000002")
  const message = (changes: Parameters<typeof outgoingMessage>[1]) => outgoingMessage(1, changes).message
  const messages = [
    message({ answer: "It costs 289 EUR.", evidence: "", sources: [] }),
    message({ taskId: other, taskName: "Tickets", answer: "They are on sale.", evidence: "", sources: [{ uri: "https://t.example/", title: "Tickets" }] }),
    message({ answer: "It costs 279 EUR.", evidence: "", sources: [], occurredAt: DateTime.makeUnsafe("2026-11-21T23:30:00Z") })
  ]

  test("is grouped by task, with the reader's own times and the links to the evidence", () => {
    const digest = digestDocument({ digestId, settings, messages })
    expect(digest.subject).toBe("Your daily digest: 3 alerts of 2 tasks")
    expect(renderText(digest)).toBe(`Your daily digest
=================

3 alerts of 2 tasks.

## Espresso machine under 300
2 alerts

(Sat 21 Nov, 10:30)

It costs 289 EUR.

(Sun 22 Nov, 00:30)

It costs 279 EUR.

## Tickets
Sat 21 Nov, 10:30

They are on sale.

* Tickets
  https://t.example/
`)
    expect(body(renderHtml(digest))).toContain("<h2 dir=\"auto\">Tickets <small>Sat 21 Nov, 10:30</small></h2>")
  })

  test("of one alert says one, and a zone that is not known is UTC", () => {
    const one = digestDocument({ digestId, settings: { ...settings, frequency: "weekly", timezone: "Mars/Olympus" }, messages: messages.slice(0, 1) })
    expect(one.subject).toBe("Your weekly digest: 1 alert of 1 task")
    expect(renderText(one)).toContain("Sat 21 Nov, 09:30")
  })

  test("of very many says how many it leaves out, and stays below where clients clip", () => {
    const long = "Größe 🔑 <&> ".repeat(500)
    const many = Array.from({ length: 1_000 }, (_, n) =>
      message({ taskId: n % 2 === 0 ? other : messages[0]!.taskId, taskName: long, answer: long, evidence: `${long}!`, quotes: [quote(long)] }))
    const digest = digestDocument({ digestId, settings, messages: many })
    expect(digest.subject).toBe("Your daily digest: 1000 alerts of 2 tasks")
    expect(renderText(digest)).toContain("(and 490 more of this task)")
    expect(Buffer.byteLength(renderHtml(digest))).toBeLessThan(90_000)
  })
})

describe("what others wrote", () => {
  test("is shown and never obeyed", () => {
    const html = body(renderHtml(documentOf({
      taskName: "<b>\"A\"</b> & 'B'",
      answer: "<img src=x onerror=alert(1)>",
      evidence: "</div><style>*{display:none}</style>"
    })))
    expect(html).toContain("<h1 dir=\"auto\">&lt;b&gt;&quot;A&quot;&lt;/b&gt; &amp; &#39;B&#39;</h1>")
    expect(html).not.toMatch(/<(?!\/?(?:h1|p|ul|li|a|br|blockquote|small)\b)/)
  })

  test.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "https://user:pass@shop.example/",
    "//shop.example",
    "https://",
    `https://shop.example/${"x".repeat(3_000)}`
  ])("the address %.30s is no link", (uri) => {
    const alert = documentOf({ sources: [{ uri, title: "The shop" }], answer: "See below." })
    expect(body(renderHtml(alert))).toContain("<li dir=\"auto\">The shop</li>")
    expect(renderText(alert)).toContain("* The shop\n")
  })

  test("an address is escaped within its link", () => {
    const alert = documentOf({ sources: [{ uri: "https://shop.example/?a=1&b=\"><b>", title: "" }] })
    expect(body(renderHtml(alert))).toContain("<a href=\"https://shop.example/?a=1&amp;b=%22%3E%3Cb%3E\">")
  })

  test("addresses in a person's words become links, their punctuation does not", () => {
    const html = body(renderHtml(documentOf({ answer: "Look (https://shop.example/a?x=1&y=2), now: http://b.example/!" })))
    expect(html).toContain("(<a href=\"https://shop.example/a?x=1&amp;y=2\">https://shop.example/a?x=1&amp;y=2</a>), now")
    expect(html).toContain("<a href=\"http://b.example/\">http://b.example/</a>!")
  })

  test("however much there is of it, the mail stays below where clients clip", () => {
    const long = "Größe 🔑 <&> ".repeat(10_000)
    const alert = documentOf({
      taskName: long,
      answer: long,
      evidence: `${long}!`,
      quotes: Array.from({ length: 50 }, () => quote(long)),
      sources: Array.from({ length: 500 }, (_, n) => ({ uri: `https://shop.example/${n}`, title: `Page ${n}` }))
    })
    expect(alert.subject.length).toBe(150)
    expect(Buffer.byteLength(renderHtml(alert))).toBeLessThan(60_000)
    expect(Buffer.byteLength(renderText(alert))).toBeLessThan(40_000)
    expect(renderText(alert).isWellFormed()).toBe(true)
  })
})

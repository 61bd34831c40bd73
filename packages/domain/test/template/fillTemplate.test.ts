import * as Result from "effect/Result"
import * as DateTime from "effect/DateTime"
import { describe, expect, test } from "vitest"
import { assert, it } from "@effect/vitest"
import { NotificationMessage } from "../../src/notification/NotificationMessage.ts"
import { fillTemplate } from "../../src/template/fillTemplate.ts"
import { parseTemplate } from "../../src/template/parseTemplate.ts"
import { placeholders } from "../../src/template/placeholders.ts"

const message = (changes: Partial<NotificationMessage> = {}): NotificationMessage => ({
  notificationId: "019a0000-0000-7000-8000-000000000001" as NotificationMessage["notificationId"],
  event: "condition_met",
  taskId: "019a0000-0000-7000-8000-000000000002" as NotificationMessage["taskId"],
  taskName: "Kettle",
  searchQuery: "What does it cost?",
  conditionDescription: "below 50",
  executionId: "019a0000-0000-7000-8000-000000000003" as NotificationMessage["executionId"],
  occurredAt: DateTime.makeUnsafe("2026-11-21T09:30:00.250Z"),
  answer: "It costs 45.",
  evidence: "The page says so.",
  confidence: 95,
  sources: [{ uri: "https://a.example/", title: "A" }, { uri: "https://b.example/", title: "" }],
  quotes: [],
  context: null,
  health: null,
  failure: null,
  ...changes
})

const filled = (body: string, changes?: Partial<NotificationMessage>) => fillTemplate({ subject: "", body }, message(changes)).body

describe("a template", () => {
  test.each([
    ["plain", "plain"],
    ["{{task_name}}: {{ answer }}", "Kettle: It costs 45."],
    ["{{answer}}{{answer}}", "It costs 45.It costs 45."],
    ["{{sources}}", "A: https://a.example/\nhttps://b.example/"],
    ["{{time}} {{event}} {{confidence}}", "2026-11-21T09:30Z condition_met 95"],
    ["a } b {c} }}", "a } b {c} }}"],
    ["", ""]
  ])("%j comes to %j", (template, expected) => expect(filled(template)).toBe(expected))

  test("is filled once: what a page says is never read as a placeholder", () => {
    expect(filled("{{answer}}", { answer: "{{evidence}} {{" })).toBe("{{evidence}} {{")
  })

  test("of a task that cannot be checked says why not, where it would say why", () => {
    const health = { status: "blind", reason: "503" }
    expect(filled("{{evidence}}", { event: "health_changed", health })).toBe("503")
  })

  test.each([
    ["{{answr}}", "unknown placeholder {{answr}}; did you mean {{answer}}?"],
    ["{{tasks_name}}", "unknown placeholder {{tasks_name}}; did you mean {{task_name}}?"],
    ["{{Answer}}", "unknown placeholder {{Answer}}; did you mean {{answer}}?"],
    ["x {{answer", "a placeholder is not closed: {{ without }}"],
    ["{{}}", /^unknown placeholder \{\{\}\}; there are \{\{task_name\}\}, /],
    ["{{toString}}", /^unknown placeholder \{\{toString\}\}; there are /]
  ])("%j is refused", (template, why) => {
    const failure = Result.getOrThrow(Result.flip(parseTemplate(template)))
    if (typeof why === "string") expect(failure).toBe(why)
    else expect(failure).toMatch(why)
  })

  test("that another version would refuse is sent as it is written", () => {
    expect(filled("{{later}} {{answer}}")).toBe("{{later}} {{answer}}")
  })

  it.prop("names nothing that is not there, whatever the message", [NotificationMessage], ([any]) => {
    const body = Object.keys(placeholders).map((name) => `{{${name}}}`).join("\n")
    assert.notMatch(filled(body, { ...any, answer: "", evidence: "", taskName: "", searchQuery: "", conditionDescription: "", health: null, sources: [], quotes: [] }), /undefined|\{\{/)
  }, { arbitrary: { runs: 20 } })
})

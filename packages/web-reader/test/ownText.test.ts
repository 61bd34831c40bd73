import { assert, describe, it } from "@effect/vitest"
import { ownText } from "../src/ownText.ts"

const main = (text: string) => ownText([text], ["main"])

describe("ownText", () => {
  it.each([
    ["Posted 2 hours ago by moss", "Posted 26 hours ago by moss"],
    ["vor 3 Minuten", "vor einer Stunde"],
    ["Publié il y a 3 heures", "Publié il y a 2 jours"],
    ["hace 5 minutos", "hace 1 hora"],
    ["Page generated in 0.213 s at 2026-03-01 08:01:22", "Page generated in 0.198 seconds at 2026-03-02 09:14:51"],
    ["14 people are viewing this right now", "9 people are viewing this right now"],
    ["1,204 views · 31 likes", "1.4K views · 33 likes"],
    ["1,204 users online", "998 users online"]
  ])("what passes by itself is no change: %s", (before, after) => assert.strictEqual(main(before), main(after)))

  it.each([
    ["Open from 10:00 to 17:00", "Open from 10:00 to 18:00"],
    ["Last updated: 3 March 2026", "Last updated: 4 March 2026"],
    ["14 people have registered", "15 people have registered"],
    ["Rooms with 3 sea views", "Rooms with 3 sea views and a bath"],
    ["Record: 9.58 s", "Record: 9.57 s"],
    ["Answers within 2 hours", "Answers within 3 hours"]
  ])("what somebody wrote is: %s", (before, after) => assert.notStrictEqual(main(before), main(after)))

  it("what is shown beside the page is none of it, unless there is nothing else", () => {
    assert.strictEqual(ownText(["Oak bench", "Ash table"], ["main", "aside"]), ownText(["Oak bench", "Pine shelf"], ["main", "aside"]))
    assert.notStrictEqual(ownText(["Oak bench", "Nice"], ["main", "remark"]), ownText(["Oak bench", "Wobbly"], ["main", "remark"]))
    assert.notStrictEqual(ownText(["Ash table"], ["aside"]), ownText(["Pine shelf"], ["aside"]))
  })
})

import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { brokenNotifiers } from "../src/broken/brokenNotifiers.ts"
import { notifierContract, notifierLaws } from "../src/contracts/notifierContract.ts"
import { mailboxSubject } from "../src/fakes/MailboxNotifier.ts"
import { failingLaws } from "../src/Law.ts"

for (const signed of [true, false]) {
  for (const deduplicates of [true, false]) {
    notifierContract(
      `mailbox, signed ${signed}, de-duplicating ${deduplicates}`,
      { signed, deduplicates, configured: true },
      mailboxSubject({ signed, deduplicates })
    )
  }
}

const all = { signed: false, deduplicates: false, digests: true, consents: true }
notifierContract("mailbox of a person, who can be sent a digest", { ...all, configured: true }, mailboxSubject(all))

describe("the notifier contract bites", () => {
  for (const { breaks, defect, profile, subject } of brokenNotifiers) {
    it.effect(`a notifier that ${defect} fails exactly “${breaks}”`, () =>
      Effect.gen(function*() {
        assert.deepStrictEqual(yield* failingLaws(notifierLaws(profile), subject), [breaks])
      }))
  }

  it("every law has a notifier that breaks it", () => {
    const profiles = [true, false].flatMap((signed) =>
      [true, false].flatMap((deduplicates) =>
        [true, false].map((configured) => ({ signed, deduplicates, configured }))
      )
    )
    const laws = new Set([...profiles, { ...all, configured: true }].flatMap(notifierLaws).map(({ name }) => name))
    assert.deepStrictEqual([...laws].sort(), [...new Set(brokenNotifiers.map(({ breaks }) => breaks))].sort())
  })
})

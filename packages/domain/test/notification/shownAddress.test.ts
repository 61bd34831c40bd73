import { assert, it } from "@effect/vitest"
import { shownAddress } from "../../src/notification/shownAddress.ts"

it.each([
  ["https://hook.example/a", "https://hook.example/a"],
  ["https://hook.example/a?token=s3cret&x=1", "https://hook.example/a?…"],
  ["https://me:s3cret@hook.example:8443/a", "https://hook.example:8443/a"],
  ["hooks.slack.com/services/T000/B000", "hooks.slack.com/services/T000/B000"],
  ["me+alerts@example.com", "me+alerts@example.com"],
  ["telegram", "telegram"]
])("%s is named to others as %s", (address, shown) => assert.strictEqual(shownAddress(address), shown))

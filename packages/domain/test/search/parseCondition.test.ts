import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import type { Condition } from "../../src/search/condition/Condition.ts"
import { maxConditionLength, maxConditionNesting, parseCondition } from "../../src/search/condition/parseCondition.ts"
import { printCondition } from "../../src/search/condition/printCondition.ts"
import { conditionArbitrary } from "./conditionArbitrary.ts"

const parsed = (text: string): Condition => Result.getOrThrow(parseCondition(text))
const refused = (text: string) => Result.getOrThrow(Result.flip(parseCondition(text)))

describe("parseCondition and printCondition", () => {
  it.prop("parsing what was printed gives the condition back", [conditionArbitrary], ([condition]) => {
    const text = printCondition(condition)
    if (text.length <= maxConditionLength) assert.deepStrictEqual(parsed(text), condition)
  }, { arbitrary: { runs: 600 } })

  it.each([
    ["  PRICE<300usd ", "price < 300 USD"],
    ["price(page) >= 1e3", "price >= 1000"],
    ["price( \"https://shop.example/p\" ) <= 279.990", "price(\"https://shop.example/p\") <= 279.99"],
    ["value(page,\".count\") != -0", "value(page, \".count\") != 0"],
    ["value(page, \".t\") > 20 °C and changed", "value(page, \".t\") > 20 °C and changed"],
    ["availability Is in_stock", "availability is in_stock"],
    ["text(page, \"#a\") lacks \"say \\\"no\\\" \\u0041\"", "text(page, \"#a\") lacks \"say \\\"no\\\" A\""],
    ["((changed))", "changed"],
    ["changed and (changed and (changed))", "changed and changed and changed"],
    ["changed or changed and not changed", "changed or changed and not changed"],
    ["(changed or changed) and not (changed and changed)", "(changed or changed) and not (changed and changed)"],
    ["price(src, \".p\") < 3 and changed", "price(page, \".p\") < 3 and changed"],
    ["price(\".cost\") < 3", "price(page, \".cost\") < 3"],
    ["price(https://shop.example/p) < 3 eur", "price(\"https://shop.example/p\") < 3 EUR"],
    ["availability(source) is \"in_stock\"", "availability is in_stock"],
    ["version(json) >= 4.1.2", "version >= \"4.1.2\""],
    ["version of \"Koda\" >= v5", "version of \"Koda\" >= \"v5\""],
    ["date after 2026-05-01", "date after \"2026-05-01\""],
    ["date within last 1 day", "date within last 1 days"],
    ["entry(feed) matches a & (b|c) & !d", "entry matches a & (b | c) & !d"],
    ["value > 3 kWh", "value > 3 kWh"],
    ["not not changed", "not not changed"]
  ])("%s is printed as %s, and that stays as it is", (text, canonical) => {
    assert.strictEqual(printCondition(parsed(text)), canonical)
    assert.strictEqual(printCondition(parsed(canonical)), canonical)
  })

  it("and binds tighter than or", () => {
    const condition = parsed("changed or price < 1 and availability is sold_out")
    assert.strictEqual(condition._tag, "Or")
    assert.deepStrictEqual(condition, parsed("changed or (price < 1 and availability is sold_out)"))
    assert.notDeepEqual(condition, parsed("(changed or price < 1) and availability is sold_out"))
  })

  it.each([
    ["prise < 300", 0, "price", "Expected price, value"],
    ["price 300", 6, null, "Expected <, <="],
    ["price < cheap", 8, null, "Expected a number"],
    ["price < 1,299", 9, null, "without thousands separators"],
    ["price < $300", 8, null, "currency code after the number"],
    ["price < 300 UDS", 12, "USD", "currency code"],
    ["price = 300", 6, null, "Expected =="],
    ["price < 1e999", 8, null, "Expected a number"],
    ["availability is in-stok", 16, "in_stock", "Did you mean in_stock?"],
    ["availability is", 15, null, "found the end of the condition"],
    ["text containz \"x\"", 5, "contains", "Expected contains, lacks"],
    ["text contains “x”", 14, null, "straight double quotes"],
    ["text contains \"x", 14, null, "closing \""],
    ["text contains \"\"", 14, null, "words to look for"],
    ["text contains \"\\x\"", 15, null, "backslash twice"],
    ["value > 3", 0, null, "place with a selector"],
    ["version >= soon", 11, null, "a version such as"],
    ["entry matches a && b", 16, "and", "Expected and instead"],
    ["entry matches and", 14, null, "& for and"],
    ["date before \"soon\"", 12, null, "a day such as"],
    ["date within -3 days", 12, null, "above 0"],
    ["date within 3 moons", 14, null, "hours, days, weeks"],
    ["price of 3 < 4", 9, null, "name of the thing"],
    ["price(\"ftp://a\") < 3", 6, null, "https://"],
    ["price(\"shop\") < 3", 6, null, "https://"],
    ["price(page, ) < 3", 12, null, "CSS selector"],
    ["price(page < 3", 11, null, "Expected )"],
    ["price(\"https://user:secret@shop.example/\") < 3", 6, null, "without a user name or password"],
    ["text(\"http://user:secret@host/\") contains \"a\"", 5, null, "without a user name or password"],
    ["changed(\"https://:secret@shop.example/\")", 8, null, "without a user name or password"],
    ["changed(\"ftp://user:secret@shop.example/\")", 8, null, "https://"],
    ["changed(\"http://user:secret@\")", 8, null, "https://"],
    ["changed && changed", 8, "and", "Expected and instead of &&"],
    ["changed || changed", 8, "or", "Expected or instead of ||"],
    ["price ≤ 300 USD", 6, "<=", "Expected <= instead of ≤"],
    ["price => 300 USD", 6, ">=", "Expected >= instead of =>"],
    ["not !changed", 4, null, "Expected not at character 5, found !"],
    ["price <> 300", 6, "!=", "Expected != instead of <>"],
    ["availability is in stock", 16, "in_stock", "Did you mean in_stock?"],
    ["availability is Sold Out", 16, "sold_out", "Did you mean sold_out?"],
    ["changed adn changed", 8, "and", "Did you mean and?"],
    ["changed and", 11, null, "Expected price"],
    ["(changed", 8, null, "Expected )"],
    ["changed)", 7, null, "the end of the condition"],
    ["", 0, null, "found the end of the condition"]
  ])("%s is refused at %i", (text, offset, suggestion, message) => {
    const error = refused(text)
    assert.strictEqual(error._tag, "ConditionSyntaxError")
    assert.strictEqual(error.offset, offset)
    assert.strictEqual(error.suggestion, suggestion)
    assert.include(error.message, message)
    assert.notInclude(error.message, "secret")
  })

  it("nesting ends at its bound and not at the stack's", () => {
    const nested = (depth: number) => `${"(".repeat(depth)}changed${")".repeat(depth)}`
    assert.strictEqual(parsed(nested(maxConditionNesting))._tag, "Changed")
    assert.include(refused(nested(maxConditionNesting + 1)).message, "levels of parentheses")
    assert.include(refused("not ".repeat(400) + "changed").message, "levels of parentheses")
  })

  it("a text beyond the bound is refused unread", () => {
    const text = `text contains "${"x".repeat(maxConditionLength)}"`
    assert.include(refused(text).message, `at most ${maxConditionLength} characters`)
  })
})

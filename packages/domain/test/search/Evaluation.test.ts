import { assert, describe, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Schema from "effect/Schema"
import { type Evaluation, every, negate, some, unclear } from "../../src/search/condition/Evaluation.ts"
import { Verdict } from "../../src/search/Judgement.ts"

const evaluation = Arbitrary.all({
  verdict: Arbitrary.schema(Verdict),
  confidence: Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 100 }))),
  name: Arbitrary.schema(Schema.Literals(["a", "b", "c"]))
}).pipe(Arbitrary.map(({ confidence, name, verdict }): Evaluation => ({
  verdict,
  confidence,
  observations: [{ term: name, kind: "price", value: 1, unit: null, uri: "u", verdict, distance: null }],
  quotes: [{ text: name, uri: "u" }],
  findings: [name],
  reasons: [name]
})))
const evaluations = Arbitrary.array(evaluation, { minLength: 1, maxLength: 4 })
const of = (verdict: Verdict): Evaluation => ({ ...unclear("", 50), verdict })
const order = { not_met: 0, unclear: 1, met: 2 } as const
const runs = { arbitrary: { runs: 400 } }

describe("Kleene's logic over evaluations", () => {
  it("and is the least, or the greatest of two verdicts, not their mirror", () => {
    for (const a of Verdict.literals) {
      for (const b of Verdict.literals) {
        assert.strictEqual(order[every([of(a), of(b)]).verdict], Math.min(order[a], order[b]))
        assert.strictEqual(order[some([of(a), of(b)]).verdict], Math.max(order[a], order[b]))
      }
      assert.strictEqual(order[negate(of(a)).verdict], 2 - order[a])
    }
  })

  it.prop("De Morgan's laws hold for all that an evaluation says", [evaluations], ([operands]) => {
    assert.deepStrictEqual(negate(every(operands)), some(operands.map(negate)))
    assert.deepStrictEqual(negate(some(operands)), every(operands.map(negate)))
  }, runs)

  it.prop("not twice is nothing", [evaluation], ([operand]) => {
    assert.deepStrictEqual(negate(negate(operand)), operand)
  }, runs)

  it.prop("one operand alone is itself", [evaluation], ([operand]) => {
    assert.deepStrictEqual(every([operand]), operand)
    assert.deepStrictEqual(some([operand]), operand)
  }, runs)

  it.prop("neither order nor grouping changes verdict and confidence", [evaluations, evaluations], ([some1, some2]) => {
    for (const join of [every, some]) {
      const flat = join([...some1, ...some2])
      for (const other of [join([...some2, ...some1]), join([join(some1), join(some2)])]) {
        assert.deepStrictEqual([other.verdict, other.confidence], [flat.verdict, flat.confidence])
      }
    }
  }, runs)

  it.prop("a source that turns unclear never makes a met out of what was not", [evaluations, evaluation], ([others, one]) => {
    for (const join of [every, some]) {
      const before = join([...others, one])
      const after = join([...others, unclear("failed")])
      if (before.verdict === "not_met") assert.notStrictEqual(after.verdict, "met")
      if (before.verdict === "met") assert.notStrictEqual(after.verdict, "not_met")
    }
  }, runs)

  it.prop("quotes and findings are those of the operands that decided", [evaluations], ([operands]) => {
    for (const join of [every, some]) {
      const joined = join(operands)
      const deciding = operands.filter((operand) => operand.verdict === joined.verdict)
      assert.deepStrictEqual(joined.quotes, deciding.flatMap((operand) => operand.quotes))
    }
  }, runs)

  it("nothing to judge is unclear", () => {
    assert.strictEqual(every([]).verdict, "unclear")
    assert.strictEqual(some([]).verdict, "unclear")
  })
})

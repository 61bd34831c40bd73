import { assert, layer } from "@effect/vitest"
import { Secrets } from "@vedette/domain"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import { type Law, registerLaws } from "../Law.ts"

/** Empty, longer than a cipher block, and beyond ASCII. */
const texts = ["", "s", "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD", "schlüssel 🔑", "x".repeat(5_000)]

const law = (name: string, check: (secrets: Secrets["Service"]) => Effect.Effect<void, unknown>): Law<Secrets> => ({
  name,
  check: Effect.flatMap(Secrets, check)
})

/** Another character, so that the text is surely altered. */
const altered = (text: string, at: number): string =>
  text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1)

export const secretsLaws: ReadonlyArray<Law<Secrets>> = [
  law("what was sealed is opened again", ({ open, seal }) =>
    Effect.gen(function*() {
      for (const text of texts) assert.strictEqual(yield* open(yield* seal(text)), text)
    })),
  law("two seals of one text differ", ({ seal }) =>
    Effect.gen(function*() {
      for (const text of texts) assert.notStrictEqual(yield* seal(text), yield* seal(text))
    })),
  law("a seal does not show its text", ({ seal }) =>
    Effect.gen(function*() {
      const text = "whsec_C2FVsBQIhrscChlQIMV"
      const sealed = yield* seal(text)
      for (const shown of [sealed, Buffer.from(sealed, "base64url").toString("latin1")]) assert.notInclude(shown, text)
    })),
  law("a seal altered anywhere, cut or made up is unreadable", ({ open, seal }) =>
    Effect.gen(function*() {
      const sealed = yield* seal("secret")
      const forgeries = Array.from(sealed, (_, at) => altered(sealed, at))
      for (const forged of [...forgeries, sealed.slice(0, -4), `${sealed}AAAA`, "", "plain text"]) {
        const error = yield* Effect.flip(open(forged))
        assert.strictEqual(error._tag, "SecretUnreadable")
      }
    })),
  law("a digest is SHA-256 in hex", ({ digest }) =>
    Effect.gen(function*() {
      // FIPS 180-2, appendix B.1.
      assert.strictEqual(yield* digest("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
      assert.strictEqual(yield* digest("ü"), yield* digest("ü"))
      assert.notStrictEqual(yield* digest("ü"), yield* digest("u"))
    })),
  law("a keyed digest is the same for the same text, another for another, and not the plain one", ({ digest, keyedDigest }) =>
    Effect.gen(function*() {
      const made = new Set<string>()
      for (const text of texts) {
        const keyed = yield* keyedDigest(text)
        assert.match(keyed, /^[0-9a-f]{64}$/)
        assert.strictEqual(yield* keyedDigest(text), keyed)
        assert.notStrictEqual(keyed, yield* digest(text))
        made.add(keyed)
      }
      assert.strictEqual(made.size, texts.length)
    }))
]

/** Registers the contract suite of `Secrets` for one adapter. */
export const secretsContract = <E>(name: string, secrets: Layer.Layer<Secrets, E>): void =>
  layer(secrets)(`Secrets contract (${name})`, (it) => registerLaws(it, secretsLaws))

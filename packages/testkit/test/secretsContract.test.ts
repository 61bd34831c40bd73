import { assert, describe, it } from "@effect/vitest"
import { Secrets } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { secretsLaws } from "../src/contracts/secretsContract.ts"
import { TestSecrets } from "../src/fakes/TestSecrets.ts"
import { failingLaws } from "../src/Law.ts"

type Service = Secrets["Service"]

const altered = (alter: (sound: Service) => Partial<Service>) =>
  Layer.effect(Secrets, Effect.map(Secrets, (sound) => ({ ...sound, ...alter(sound) }))).pipe(
    Layer.provide(TestSecrets.layer)
  )

const hidden = (plain: string) => Buffer.from(plain).toString("hex")

describe("the secrets contract bites", () => {
  const [opened, differ, shown, unreadable, digest, keyed] = secretsLaws.map(({ name }) => name)
  const broken: ReadonlyArray<readonly [defect: string, secrets: Layer.Layer<Secrets>, breaks: ReadonlyArray<string>]> = [
    ["loses what is not ASCII", altered(({ seal }) => ({
      seal: (plain) => seal(Buffer.from(plain, "latin1").toString("utf8"))
    })), [opened!]],
    ["seals the same way twice", altered(({ seal }) => {
      const made = new Map<string, string>()
      return {
        seal: (plain) =>
          Effect.map(seal(plain), (sealed) => made.get(plain) ?? (made.set(plain, sealed), sealed))
      }
    }), [differ!]],
    ["writes the text beside the seal", altered(({ open, seal }) => ({
      seal: (plain) => Effect.map(seal(plain), (sealed) => `${plain}.${sealed}`),
      open: (sealed) =>
        Effect.tap(open(sealed.slice(sealed.lastIndexOf(".") + 1)), (plain) =>
          sealed.startsWith(`${plain}.`) ? Effect.void : open(""))
    })), [shown!]],
    ["passes over what follows the seal", altered(({ open }) => ({
      open: (sealed) => open(sealed.replace(/AAAA$/, ""))
    })), [unreadable!]],
    ["digests by writing in hex", altered(() => ({ digest: (text) => Effect.succeed(hidden(text)) })), [digest!]],
    ["keys nothing", altered((sound) => ({ keyedDigest: sound.digest })), [keyed!]]
  ]
  for (const [defect, secrets, breaks] of broken) {
    it.effect(`an adapter that ${defect} fails exactly its law`, () =>
      Effect.gen(function*() {
        assert.deepStrictEqual(yield* failingLaws(secretsLaws, secrets), breaks)
      }))
  }
})

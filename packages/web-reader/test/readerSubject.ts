import { PageReader } from "@vedette/domain"
import { FakeWeb } from "@vedette/testkit"
import { PageReaderSubject } from "@vedette/testkit/page-reader"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { WebPageReader } from "../src/index.ts"

/** The reader over a web in memory; `alter` breaks it. */
export const readerSubject = (alter: (reader: PageReader["Service"]) => PageReader["Service"]) =>
  Layer.effect(
    PageReaderSubject,
    Effect.gen(function*() {
      const web = yield* FakeWeb
      return PageReaderSubject.of({
        reader: alter(yield* PageReader),
        serve: (url, response) => web.serve(url, () => Effect.isEffect(response) ? response : Effect.succeed(response)),
        open: web.open
      })
    })
  ).pipe(Layer.provide(WebPageReader.layer()), Layer.provide(FakeWeb.layer))

import type { PageReader } from "@vedette/domain"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { ServedResponse } from "../fakes/FakeWeb.ts"

/** A reader under test and the web it reads, in the suite's hands. */
export class PageReaderSubject extends Context.Service<PageReaderSubject, {
  readonly reader: PageReader["Service"]
  /** From now on `url` answers so; what is not served does not answer. */
  readonly serve: (url: string, response: ServedResponse | Effect.Effect<never>) => Effect.Effect<void>
  /** Requests in progress. */
  readonly open: Effect.Effect<number>
}>()("@vedette/testkit/PageReaderSubject") {}

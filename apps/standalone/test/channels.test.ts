import { assert, it } from "@effect/vitest"
import { Notifiers } from "@vedette/domain"
import { OutboundHttpFetch } from "@vedette/outbound"
import { notifiersLayer as serverNotifiers } from "@vedette/server"
import { notifiersLayer as workerNotifiers } from "@vedette/worker"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

const kindsOf = (notifiers: typeof serverNotifiers) =>
  Notifiers.use((all) => Effect.succeed([...all.keys()])).pipe(
    Effect.provide(Layer.provide(notifiers({ allowPrivateAddresses: false, smtpUrl: null, mailFrom: null, publicUrl: null }), OutboundHttpFetch.layer({ allowPrivateAddresses: false })))
  )

it.effect("every channel the server lets a task name is one the worker delivers, and the reverse", () =>
  Effect.gen(function*() {
    assert.deepStrictEqual(yield* kindsOf(serverNotifiers), yield* kindsOf(workerNotifiers))
  }))

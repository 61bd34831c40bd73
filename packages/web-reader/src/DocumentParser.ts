import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import { Worker } from "node:worker_threads"
import { isPointer } from "./jsonPointer.ts"
import { type DocumentOutcome, type DocumentRequest, readDocument, tookTooLong } from "./readDocument.ts"

/**
 * Documents up to here are taken apart where they are: the worst one known of this size takes less than half a second, and a thread
 * would cost an ordinary one more than its reading.
 */
const maxInline = 32_768
/** `:nth-child(3)`, as inspectors of browsers write. */
const counted = /:nth-(?:last-)?(?:child|of-type)\((?:odd|even|[-+\dn\s]{1,20})\)/gi
/**
 * Selectors that look at each element's neighbours or insides from each element, and in those again: the work multiplies with every level,
 * and an owner's `a:has(~ b:has(~ c))` takes 20 s of 7 kB. Names, classes, attributes and numbers below each other take a walk.
 */
export const multiplies = (selector: string): boolean => !isPointer(selector) && /[(~]/.test(selector.replaceAll(counted, ""))
/** From handing a document over to its content. 2 MB of ordinary HTML take 0.2 s; what takes longer is not waited for. */
const deadlineMs = 4_000
/** A new thread loads its program first. */
const startMs = 10_000
/** Of one thread. A document of 2 MB becomes some 100 MB of elements at worst. */
const maxHeapMb = 512

/** In a checkout the sources run as they are. */
const isSource = import.meta.url.endsWith(".ts")
const program = new URL(isSource ? "./parseWorker.ts" : "./parseWorker.js", import.meta.url)

interface Thread {
  readonly worker: Worker
  fresh: boolean
}

const start = (): Thread => {
  const worker = new Worker(program, {
    execArgv: isSource ? ["--conditions=@vedette/source"] : [],
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
    // What a hostile document makes a parser print is not ours to show.
    stdout: true,
    stderr: true
  })
  // An idle thread does not keep the process.
  worker.unref()
  // Unheard it would end the process: a thread may still run out of memory when its document has been given up.
  worker.on("error", () => {})
  return { worker, fresh: true }
}

const ask = (thread: Thread, request: DocumentRequest): Effect.Effect<DocumentOutcome | null> =>
  Effect.callback((resume) => {
    const { worker } = thread
    const end = (outcome: DocumentOutcome | null) => {
      clearTimeout(timer)
      worker.off("message", answered).off("error", failed).off("exit", failed)
      worker.unref()
      resume(Effect.succeed(outcome))
    }
    const answered = (outcome: DocumentOutcome) => {
      thread.fresh = false
      end(outcome)
    }
    // Out of memory, or a bug: the document is at fault, and the thread is gone.
    const failed = () => end(null)
    // Not Effect's clock: this bounds work, which no test's clock moves.
    const timer = setTimeout(failed, deadlineMs + (thread.fresh ? startMs : 0))
    worker.ref()
    worker.once("message", answered).once("error", failed).once("exit", failed)
    worker.postMessage(request, [])
    return Effect.sync(() => {
      clearTimeout(timer)
      worker.off("message", answered).off("error", failed).off("exit", failed)
    })
  })

/**
 * Takes documents apart: small ones at once, large ones and those with hard selectors in a thread of their own, one at a time, which is killed when one takes too
 * long, needs too much memory or is no longer wanted. The caller's event loop, and with it the heartbeat of a lease, is never held up.
 */
export const makeDocumentParser: Effect.Effect<
  { readonly parse: (request: DocumentRequest) => Effect.Effect<DocumentOutcome> },
  never,
  Scope.Scope
> = Effect.gen(function*() {
  const turn = yield* Semaphore.make(1)
  let idle: Thread | null = null
  yield* Effect.addFinalizer(() => Effect.promise(async () => void await idle?.worker.terminate()))

  const inThread = (request: DocumentRequest): Effect.Effect<DocumentOutcome> =>
    Effect.suspend(() => {
      const thread = idle ?? start()
      idle = null
      let done = false
      return ask(thread, request).pipe(
        Effect.tap((outcome) =>
          Effect.sync(() => {
            done = outcome !== null
            if (done) idle = thread
          })
        ),
        Effect.map((outcome) => outcome ?? tookTooLong),
        Effect.ensuring(Effect.promise(async () => done ? undefined : void await thread.worker.terminate()))
      )
    })

  return {
    parse: (request) => request.source.length <= maxInline && !request.selectors.some(multiplies) ? Effect.sync(() => readDocument(request)) : turn.withPermits(1)(inThread(request))
  }
})

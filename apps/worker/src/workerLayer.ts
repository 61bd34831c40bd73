import { defaultPolicy, Policy } from "@vedette/domain"
import { OutboundHttpFetch } from "@vedette/outbound"
import { PageSearch } from "@vedette/search-web"
import { WebPageReader } from "@vedette/web-reader"
import * as Layer from "effect/Layer"
import { SecureRandom } from "effect/crypto"
import type * as Duration from "effect/Duration"
import { defaultEngineSettings, EngineOptions } from "vedette"
import { hostname } from "node:os"
import { type ChannelOptions, notifiersLayer } from "./notifiers.ts"

export interface WorkerOptions extends ChannelOptions {
  readonly concurrency: number
  readonly perOwner: number | null
  readonly lease: Duration.Duration
  readonly retention: Duration.Duration
  readonly minInterval: Duration.Duration
  readonly maxInterval: Duration.Duration
  /** For a server in the same process. Default null: no cap. */
  readonly maxActiveTasks?: number | null
}

/** Everything a worker needs beside a storage and the secrets: the way out, the reader, the judge, the channels. */
export const workerLayer = (options: WorkerOptions) =>
  Layer.mergeAll(
    PageSearch.layer.pipe(Layer.provide(WebPageReader.layer())),
    notifiersLayer(options),
    Layer.succeed(Policy, {
      ...defaultPolicy,
      minInterval: options.minInterval,
      maxInterval: options.maxInterval,
      maxActiveTasks: options.maxActiveTasks ?? null
    }),
    Layer.succeed(EngineOptions, {
      ...defaultEngineSettings,
      worker: `${hostname()}:${process.pid}`,
      concurrency: options.concurrency,
      perOwner: options.perOwner,
      lease: options.lease,
      retention: options.retention
    }),
    SecureRandom.layerWebCrypto
  ).pipe(Layer.provideMerge(OutboundHttpFetch.layer({ allowPrivateAddresses: options.allowPrivateAddresses })))

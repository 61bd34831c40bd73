import { defaultPolicy, Policy } from "@vedette/domain"
import { OutboundHttpFetch } from "@vedette/outbound"
import * as Layer from "effect/Layer"
import { SecureRandom } from "effect/crypto"
import type * as Duration from "effect/Duration"
import { type BudgetSettings, budgetCaps, defaultEngineSettings, EngineOptions, noSearchSettings, type SearchSettings } from "vedette"
import { hostname } from "node:os"
import { type ChannelOptions, notifiersLayer } from "./notifiers.ts"
import { searchLayer } from "./searchLayer.ts"

export interface WorkerOptions extends ChannelOptions, Partial<SearchSettings>, Partial<BudgetSettings> {
  readonly concurrency: number
  readonly perOwner: number | null
  readonly lease: Duration.Duration
  readonly retention: Duration.Duration
  /** Default 30 days; zero keeps none. */
  readonly keepPages?: Duration.Duration
  readonly minInterval: Duration.Duration
  readonly maxInterval: Duration.Duration
  /** For a server in the same process. Default null: no cap. */
  readonly maxActiveTasks?: number | null
}

/** For an embedder that says nothing of budgets: no caps. */
const noBudgetSettings: BudgetSettings = {
  budgetRun: { tokens: null, microUsd: null },
  budgetTaskDay: null,
  budgetUserDay: null,
  budgetMonth: null
}

/** Everything a worker needs beside a storage and the secrets: the way out, the reader, the judge, the channels. */
export const workerLayer = (options: WorkerOptions) =>
  Layer.mergeAll(
    searchLayer({ ...noSearchSettings, ...options }),
    notifiersLayer(options),
    Layer.succeed(Policy, {
      ...defaultPolicy,
      minInterval: options.minInterval,
      maxInterval: options.maxInterval,
      maxActiveTasks: options.maxActiveTasks ?? null,
      budget: budgetCaps({ ...noBudgetSettings, ...options })
    }),
    Layer.succeed(EngineOptions, {
      ...defaultEngineSettings,
      worker: `${hostname()}:${process.pid}`,
      concurrency: options.concurrency,
      perOwner: options.perOwner,
      lease: options.lease,
      retention: options.retention,
      keepPages: options.keepPages ?? defaultEngineSettings.keepPages
    }),
    SecureRandom.layerWebCrypto
  ).pipe(Layer.provideMerge(OutboundHttpFetch.layer({ allowPrivateAddresses: options.allowPrivateAddresses })))

import * as Metric from "effect/Metric"

const counter = (name: string, description: string) => Metric.counter(name, { description, incremental: true })
const gauge = (name: string, description: string) => Metric.gauge(name, { description })

/** What an engine counts and measures. Names and labels are an interface: dashboards and alerts are built on them. */
export const engineMetrics = {
  /** By `outcome`: how each try was settled; `lost`: its claim had ended, and nothing of it was written. */
  runs: counter("vedette_runs_total", "Tries of runs that were settled, by outcome"),
  /** By `category` of the failure. */
  retries: counter("vedette_retries_total", "Tries that failed and are to be made again, by category of the failure"),
  leasesLost: counter("vedette_leases_lost_total", "Runs stopped here because another worker had taken them over"),
  /** By `channel` and `outcome`: `sent`, `deferred` (tried again), `rejected` (given up), `skipped`, `lost`. */
  deliveries: counter("vedette_deliveries_total", "Tries of deliveries, by channel and outcome"),
  overdue: gauge("vedette_overdue_seconds", "For how long the longest-waiting due task has been due"),
  due: gauge("vedette_queue_due", "Tasks that are due and under no lease"),
  claimed: gauge("vedette_queue_claimed", "Tasks under a live lease")
}

/** Counts one more, under these labels. */
export const countOne = (metric: Metric.Counter<number>, labels: Readonly<Record<string, string>> = {}) =>
  Metric.update(Metric.withAttributes(metric, labels), 1)

import * as Duration from "effect/Duration"

/**
 * The contracts' shortest lease. Some laws make three calls within one lease, and with the default of 300 ms one of
 * them failed on a two-core machine under a load of eight.
 */
export const contractUnit = Duration.millis(600)

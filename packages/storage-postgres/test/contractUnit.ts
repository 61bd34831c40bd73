import * as Duration from "effect/Duration"

/**
 * The contracts' shortest lease. A claim on the loaded two-core machine was seen to take 150 ms, and some laws make
 * three calls within one lease.
 */
export const contractUnit = Duration.millis(600)

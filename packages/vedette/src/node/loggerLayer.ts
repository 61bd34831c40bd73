import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as References from "effect/References"

const levels = { debug: "Debug", info: "Info", warn: "Warn", error: "Error" } as const

export interface LoggerSettings {
  readonly logLevel: keyof typeof levels
  readonly logFormat: "pretty" | "json"
}

/** Logs on standard error, so that what a command prints for its user stays alone on standard output. */
export const loggerLayer = (settings: LoggerSettings): Layer.Layer<never> =>
  Layer.mergeAll(
    Logger.layer([settings.logFormat === "json" ? Logger.consoleJson : Logger.consolePretty()]),
    Layer.succeed(References.MinimumLogLevel, levels[settings.logLevel]),
    Layer.succeed(Logger.LogToStderr, true)
  )

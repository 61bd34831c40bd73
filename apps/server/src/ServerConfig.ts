import * as Config from "effect/Config"
import * as Schema from "effect/Schema"

/** `Config.Port` begins at 1; 0 asks the system for a free one. */
const PortOrAny = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 65_535 }))

/** Where the server listens. Loopback by default: being reachable from outside is a decision. */
export const ServerConfig = Config.all({
  host: Config.String("HOST").pipe(Config.withDefault("127.0.0.1")),
  port: Config.schema(Schema.FiniteFromString.pipe(Schema.decodeTo(PortOrAny)), "PORT").pipe(Config.withDefault(8080)),
  publicUrl: Config.String("PUBLIC_URL").pipe(Config.withDefault(null))
})
export type ServerConfig = Config.Success<typeof ServerConfig>

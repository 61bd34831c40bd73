import * as Duration from "effect/Duration"
import {
  apiKey,
  choice,
  duration,
  durationOrNone,
  durationWithin,
  email,
  flag,
  httpUrl,
  issuerUrl,
  mailFrom,
  networks,
  origins,
  postgresUrl,
  secretKey,
  smtpUrl,
  text,
  whole
} from "./decoders.ts"
import { budgetSettings } from "./budgetSettings.ts"
import { searchSettings } from "./searchSettings.ts"
import { optional, secret, withDefault } from "./settingKinds.ts"

/** The database and the keys: every process needs them. */
export const storageSettings = {
  databaseUrl: secret("DATABASE_URL", postgresUrl, "PostgreSQL 15 or newer.", "embedded PostgreSQL in `VEDETTE_DATA_DIR`"),
  dataDir: withDefault(
    "VEDETTE_DATA_DIR",
    text,
    ".vedette",
    "`.vedette`",
    "Where the embedded database and the generated keys live."
  ),
  secretKey: secret(
    "VEDETTE_SECRET_KEY",
    secretKey,
    "32 bytes in base64; encrypts stored webhook secrets. Make one with `openssl rand -base64 32`.",
    "generated into `VEDETTE_DATA_DIR/secret-key` when embedded; required with `DATABASE_URL`"
  )
}

export const logSettings = {
  logLevel: withDefault(
    "LOG_LEVEL",
    choice("debug", "info", "warn", "error"),
    "info",
    "`info`",
    "`debug`, `info`, `warn` or `error`."
  ),
  logFormat: withDefault("LOG_FORMAT", choice("pretty", "json"), "pretty", "`pretty`", "`pretty` or `json`."),
  otlpEndpoint: optional(
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    httpUrl,
    "An OpenTelemetry collector that takes OTLP over HTTP, without a path: logs, metrics and traces go there, too."
  )
}

export const outboundSettings = {
  allowPrivateAddresses: withDefault(
    "VEDETTE_ALLOW_PRIVATE_ADDRESSES",
    flag,
    false,
    "off",
    "`1` lets pages and webhooks be on private or loopback addresses, and `http`."
  )
}

export const accountSettings = {
  apiKey: secret(
    "VEDETTE_API_KEY",
    apiKey,
    "The first user's API key.",
    "generated into `VEDETTE_DATA_DIR/api-key`"
  ),
  userEmail: optional("VEDETTE_USER_EMAIL", email, "The first user's own, trusted address.")
}

/** The server puts it into the links of its answers, the worker into the mails it sends. */
const publicUrl = optional(
  "PUBLIC_URL",
  httpUrl,
  "How clients and readers of mail reach the server, for links. Without it mails carry no link to unsubscribe."
)

export const emailSettings = {
  publicUrl,
  smtpUrl: secret(
    "SMTP_URL",
    smtpUrl,
    "The mail server, `smtp://user:password@host:587` or `smtps://host:465`. It may be on a private address.",
    "no email: sends are skipped, with the reason"
  ),
  mailFrom: optional(
    "MAIL_FROM",
    mailFrom,
    "The sender of mails, `alerts@example.org` or `Vedette <alerts@example.org>`; needed with `SMTP_URL`."
  )
}

export const serverSettings = {
  host: withDefault("HOST", text, "127.0.0.1", "`127.0.0.1`", "The address to listen on."),
  publicUrl,
  port: withDefault("PORT", whole(0, 65_535), 8080, "`8080`", "The port to listen on; `0` picks one and prints it.")
}

/** Requests a minute beyond which nobody means a limit. */
const MAX_RATE = 1_000_000

/** Who is let in, from where, and how often. */
export const accessSettings = {
  noAuth: {
    ...withDefault(
      "VEDETTE_NOAUTH",
      flag,
      false,
      "off",
      "`1` lets everybody in as the one local user, without a key. Only on loopback: the server refuses to start on any other `HOST`."
    ),
    fallbacks: ["TORALE_NOAUTH", "WEBWHEN_NOAUTH"]
  },
  oidcIssuer: optional(
    "OIDC_ISSUER",
    issuerUrl,
    "Who signs people in: Clerk or any OpenID Connect issuer. Its tokens are then accepted as API keys are; somebody seen for the first time gets an account."
  ),
  oidcAudience: optional("OIDC_AUDIENCE", text, "What `aud` of a token must name. Set it unless the issuer serves this front end alone."),
  oidcJwksUrl: optional("OIDC_JWKS_URL", httpUrl, "Where the issuer's public keys are.", "the issuer's discovery document says"),
  corsOrigins: withDefault<ReadonlyArray<string>>(
    "VEDETTE_CORS_ORIGINS",
    origins,
    [],
    "none",
    "Origins of web pages that may call the API with their user's credentials, separated by commas."
  ),
  trustedProxies: withDefault<ReadonlyArray<string>>(
    "VEDETTE_TRUSTED_PROXIES",
    networks,
    [],
    "none",
    "Addresses and networks of the proxies in front, separated by commas: their `X-Forwarded-*` headers are believed."
  ),
  rateLimit: withDefault(
    "VEDETTE_RATE_LIMIT",
    whole(0, MAX_RATE),
    600,
    "`600`",
    "Requests a minute with one key, over all server processes together; `0`: no limit."
  ),
  publicRateLimit: withDefault(
    "VEDETTE_PUBLIC_RATE_LIMIT",
    whole(0, MAX_RATE),
    60,
    "`60`",
    "Requests a minute without a key, or with a wrong one, from one address; `0`: no limit."
  )
}

export const policySettings = {
  minInterval: withDefault(
    "VEDETTE_MIN_INTERVAL",
    duration,
    Duration.minutes(15),
    "`15m`",
    "No task is looked at more often."
  ),
  maxInterval: withDefault(
    "VEDETTE_MAX_INTERVAL",
    duration,
    Duration.days(7),
    "`7d`",
    "No task is looked at less often."
  ),
  maxActiveTasks: optional("VEDETTE_MAX_ACTIVE_TASKS", whole(1, 1_000_000), "Active tasks a user may have.", "no cap")
}

/** Where a worker answers probes: it has no HTTP API. */
export const probeSettings = {
  probeHost: withDefault("VEDETTE_PROBE_HOST", text, "127.0.0.1", "`127.0.0.1`", "The address of a worker's probes."),
  probePort: optional(
    "VEDETTE_PROBE_PORT",
    whole(0, 65_535),
    "Where a worker (`npm run worker`) answers `/livez`, `/readyz` and `/metrics`; `0` picks one and logs it.",
    "it does not listen"
  )
}

export const workerSettings = {
  concurrency: withDefault("VEDETTE_CONCURRENCY", whole(1, 1_000), 10, "`10`", "Runs at a time in one process."),
  perOwner: optional(
    "VEDETTE_OWNER_CONCURRENCY",
    whole(1, 1_000),
    "Runs of one owner at a time, over all workers. Owners take turns in any case.",
    "no bound"
  ),
  lease: withDefault(
    "VEDETTE_LEASE",
    durationWithin("1s", "1h"),
    Duration.seconds(30),
    "`30s`",
    "How long a run survives without a sign of life from its worker: `1s` to `1h`."
  ),
  retention: withDefault(
    "VEDETTE_RETENTION",
    duration,
    Duration.days(90),
    "`90d`",
    "Executions that told nobody are pruned after this; what was told is kept."
  ),
  keepPages: withDefault(
    "VEDETTE_KEEP_PAGES",
    durationOrNone,
    Duration.days(30),
    "`30d`",
    "How long the full text of a page that a judgement cites is kept, for its owner to look at; `0`: never. The quote and the passage around it stay with the execution in any case."
  )
}

/** Everything, for the reference page. */
export const allSettings = {
  ...serverSettings,
  ...emailSettings,
  ...storageSettings,
  ...accountSettings,
  ...accessSettings,
  ...workerSettings,
  ...searchSettings,
  ...budgetSettings,
  ...probeSettings,
  ...policySettings,
  ...outboundSettings,
  ...logSettings
}

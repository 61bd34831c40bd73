export { EmbeddedPostgres, type EmbeddedPostgresOptions, type RunningPostgres } from "./EmbeddedPostgres.ts"
export { EmbeddedPostgresError, type EmbeddedPostgresReason } from "./EmbeddedPostgresError.ts"

export { PostgresStorage, type PostgresStorageOptions, type PostgresStorageServices } from "./PostgresStorage.ts"
export { migrate, type MigrateOptions, type MigrationReport } from "./schema/migrate.ts"
export { StorageSchemaError } from "./schema/StorageSchemaError.ts"

import { MemoryStorage } from "@vedette/storage-memory"
import { routeSuites } from "./routeSuites.ts"

for (const suite of routeSuites) suite("memory storage", MemoryStorage.layer)

import { MemoryStorage } from "@vedette/storage-memory"
import { plantedSecretsSuite } from "./plantedSecretsSuite.ts"

plantedSecretsSuite("memory storage, at length", MemoryStorage.layer, 150)

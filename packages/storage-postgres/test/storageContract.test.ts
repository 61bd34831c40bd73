import { realTime, storageContract } from "@vedette/testkit/storage"
import * as Layer from "effect/Layer"
import { contractUnit } from "./contractUnit.ts"
import { testStorage } from "./testStorage.ts"

storageContract("postgres", Layer.merge(testStorage, realTime(contractUnit)))

import { realTime, storageContract } from "@vedette/testkit/storage"
import { workQueueContract } from "@vedette/testkit/work-queue"
import * as Layer from "effect/Layer"
import { testStorage } from "./testStorage.ts"

storageContract("postgres", Layer.merge(testStorage, realTime()))
workQueueContract("postgres", Layer.merge(testStorage, realTime()))

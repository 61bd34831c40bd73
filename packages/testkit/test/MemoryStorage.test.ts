import { MemoryStorage } from "@vedette/storage-memory"
import * as Layer from "effect/Layer"
import { virtualTime } from "../src/contracts/ContractTime.ts"
import { storageContract } from "../src/contracts/storageContract.ts"
import { workQueueContract } from "../src/contracts/workQueueContract.ts"

const memory = MemoryStorage.layer.pipe(Layer.provideMerge(virtualTime))

storageContract("memory", memory)
workQueueContract("memory", memory)

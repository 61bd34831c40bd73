import { UnitOfWork } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { MemoryDatabase } from "./MemoryDatabase.ts"

export const MemoryUnitOfWork = Layer.effect(
  UnitOfWork,
  Effect.map(MemoryDatabase, ({ now, transact }) => UnitOfWork.of({ now, transact }))
)

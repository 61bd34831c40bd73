import { ConsentRepository, type OptOutScope, type VerifiedAddress } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as HashMap from "effect/HashMap"
import * as Layer from "effect/Layer"
import { changed, MemoryDatabase } from "./MemoryDatabase.ts"

const addressKey = ({ address, kind, userId }: Omit<VerifiedAddress, "verifiedAt">): string => `${userId}/${kind}/${address}`

/** The whole account before its tasks, by id. */
const scopeKey = (scope: OptOutScope): string => `${addressKey(scope)} ${scope.taskId ?? ""}`

const byKey = <A>(keyOf: (entity: A) => string) => (a: A, b: A): number => keyOf(a) < keyOf(b) ? -1 : 1

export const MemoryConsentRepository = Layer.effect(
  ConsentRepository,
  Effect.map(MemoryDatabase, ({ read, write }) =>
    ConsentRepository.of({
      // Transactions are serial: nobody else uses them before this one ends.
      lockCodes: (userId) =>
        read((state) =>
          HashMap.toValues(state.addressCodes).filter((code) => code.userId === userId).toSorted((a, b) => a.id < b.id ? 1 : -1)
        ),
      insertCode: (code) =>
        write((state) => changed(undefined, { ...state, addressCodes: HashMap.set(state.addressCodes, code.id, code) })),
      saveCode: ({ closedAt, id, tries }) =>
        write((state) =>
          changed(undefined, {
            ...state,
            addressCodes: HashMap.modify(state.addressCodes, id, (code) => ({ ...code, closedAt, tries }))
          })
        ),
      removeCode: (id) =>
        write((state) => changed(undefined, { ...state, addressCodes: HashMap.remove(state.addressCodes, id) })),
      forgetCodes: (userId, before) =>
        write((state) =>
          changed(undefined, {
            ...state,
            addressCodes: HashMap.filter(
              state.addressCodes,
              (code) => code.userId !== userId || DateTime.isGreaterThanOrEqualTo(code.createdAt, before)
            )
          })
        ),

      verified: (userId, kind) =>
        read((state) =>
          HashMap.toValues(state.verifiedAddresses)
            .filter((address) => address.userId === userId && address.kind === kind)
            .toSorted(byKey(addressKey))
        ),
      verify: (address) =>
        write((state) => {
          const key = addressKey(address)
          return changed(
            undefined,
            HashMap.has(state.verifiedAddresses, key)
              ? state
              : { ...state, verifiedAddresses: HashMap.set(state.verifiedAddresses, key, address) }
          )
        }),
      unverify: (userId, kind, address) =>
        write((state) => {
          const key = addressKey({ userId, kind, address })
          return changed(HashMap.has(state.verifiedAddresses, key), {
            ...state,
            verifiedAddresses: HashMap.remove(state.verifiedAddresses, key)
          })
        }),

      optOuts: (userId, kind) =>
        read((state) =>
          HashMap.toValues(state.optOuts)
            .filter((optOut) => optOut.userId === userId && optOut.kind === kind)
            .toSorted(byKey(scopeKey))
        ),
      optOut: (optOut) =>
        write((state) => {
          const key = scopeKey(optOut)
          return changed(
            undefined,
            HashMap.has(state.optOuts, key) ? state : { ...state, optOuts: HashMap.set(state.optOuts, key, optOut) }
          )
        }),
      optIn: (scope) =>
        write((state) => {
          const key = scopeKey(scope)
          return changed(HashMap.has(state.optOuts, key), { ...state, optOuts: HashMap.remove(state.optOuts, key) })
        })
    }))
)

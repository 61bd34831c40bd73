import type { AccountChannel, Attempt, Delivery, Digest, Execution, Notification, OptOut, Task, VerifiedAddress } from "@vedette/domain"

/** A task's row, and what the engine keeps for it. Times in epoch milliseconds. */
export interface TaskImage {
  readonly task: Task
  readonly generation: number
  readonly fence: number
  readonly dueMs: number | null
  /** Null: nobody has claimed it. */
  readonly leaseUntilMs: number | null
}

/** Everything stored, by id, as it is seen outside of any transaction. What did not change keeps its reference. */
export interface StoreImage {
  readonly tasks: ReadonlyMap<string, TaskImage>
  readonly executions: ReadonlyMap<string, Execution>
  /** By execution, ascending. */
  readonly attempts: ReadonlyMap<string, ReadonlyArray<Attempt>>
  readonly notifications: ReadonlyMap<string, Notification>
  readonly deliveries: ReadonlyMap<string, Delivery>
  /** Until when a delivery is claimed. */
  readonly deliveryLeases: ReadonlyMap<string, number>
  readonly digests: ReadonlyMap<string, Digest>
  readonly digestLeases: ReadonlyMap<string, number>
  /** By whatever tells them apart, as the next two. */
  readonly accountChannels: ReadonlyMap<string, AccountChannel>
  readonly verifiedAddresses: ReadonlyMap<string, VerifiedAddress>
  readonly optOuts: ReadonlyMap<string, OptOut>
}

export const emptyImage: StoreImage = {
  tasks: new Map(),
  executions: new Map(),
  attempts: new Map(),
  notifications: new Map(),
  deliveries: new Map(),
  deliveryLeases: new Map(),
  digests: new Map(),
  digestLeases: new Map(),
  accountChannels: new Map(),
  verifiedAddresses: new Map(),
  optOuts: new Map()
}

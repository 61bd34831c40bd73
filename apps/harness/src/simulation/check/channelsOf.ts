import type { Task } from "@vedette/domain"
import type { StoreImage } from "./StoreImage.ts"

/** Somewhere that something can be told. */
export interface Place {
  readonly kind: string
  readonly address: string
  /** Nothing has switched it off. */
  readonly works: boolean
}

export const placeKey = ({ address, kind }: { readonly kind: string; readonly address: string }): string => `${kind} ${address}`

const addressOf = (target: Readonly<Record<string, unknown>>): string => String(target["to"])

export const ownPlaces = (task: Task): ReadonlyArray<Place> =>
  task.channels.map(({ disabledReason, kind, target }) => ({ kind, address: addressOf(target), works: disabledReason === null }))

/** The defaults of the task's owner that are on; `event` null: whatever they were chosen for. */
export const defaultPlaces = ({ accountChannels }: StoreImage, task: Task, event: string | null): ReadonlyArray<Place> =>
  [...accountChannels.values()].flatMap(({ disabledReason, enabled, events, kind, target, userId }) =>
    userId === task.userId && enabled && (event === null || events.some((one) => one === event))
      ? [{ kind, address: addressOf(target), works: disabledReason === null }]
      : []
  )

/**
 * The rule of who is told of an event, kept a second time: the task's own channels, and the defaults of the account where
 * none of those is left that works. By `placeKey`.
 */
export const toBeTold = (image: StoreImage, task: Task, event: string): ReadonlySet<string> => {
  const own = ownPlaces(task)
  const all = own.some(({ works }) => works) ? own : [...own, ...defaultPlaces(image, task, event)]
  return new Set(all.map(placeKey))
}

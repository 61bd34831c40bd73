/** Something that happens at an instant of virtual time, unless it is cancelled before. */
export interface Timer {
  /** Epoch milliseconds. */
  atMs: number
  /** How long it was set for. */
  readonly lengthMs: number
  /** Settles a tie: first set, first rung. */
  readonly order: number
  readonly ring: () => void
  cancelled: boolean
}

const isBefore = (a: Timer, b: Timer): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order)

/** Timers by their instants, the next one on top. What is cancelled is dropped when it comes up. */
export const makeTimerHeap = () => {
  const heap: Array<Timer> = []

  const swap = (i: number, j: number) => {
    const held = heap[i]!
    heap[i] = heap[j]!
    heap[j] = held
  }
  const sink = () => {
    for (let i = 0;;) {
      const left = 2 * i + 1
      const right = left + 1
      let least = i
      if (left < heap.length && isBefore(heap[left]!, heap[least]!)) least = left
      if (right < heap.length && isBefore(heap[right]!, heap[least]!)) least = right
      if (least === i) return
      swap(i, least)
      i = least
    }
  }
  const drop = () => {
    swap(0, heap.length - 1)
    heap.pop()
    sink()
  }
  const peek = (): Timer | undefined => {
    while (heap[0]?.cancelled) drop()
    return heap[0]
  }
  return {
    push: (timer: Timer) => {
      heap.push(timer)
      for (let i = heap.length - 1; i > 0;) {
        const parent = (i - 1) >> 1
        if (!isBefore(heap[i]!, heap[parent]!)) return
        swap(i, parent)
        i = parent
      }
    },
    peek,
    pop: (): Timer | undefined => {
      const timer = peek()
      if (timer !== undefined) drop()
      return timer
    }
  }
}

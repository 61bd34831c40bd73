/** The first half of a worker's advisory lock, "vedt" in ASCII; the second is the number of its session. */
export const PRESENCE_LOCK = 0x76656474

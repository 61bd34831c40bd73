import { wordSet } from "../wordSet.ts"

/** Words that are no name though they may begin with a capital: `Stable Version 3`. */
export const plainWords = wordSet("stable latest current new newest the our your this version release released releases official final public major minor announcing introducing meet welcome")

/** Words that go with a name and make no other of it. */
export const sameWords = wordSet("js py app org io project software")

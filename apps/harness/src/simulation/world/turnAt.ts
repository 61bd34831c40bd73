/** What holds at an instant: the last turn that began before it. Turns ascend, the first one begins at 0. */
export const turnAt = <Turn extends { readonly atMs: number }>(turns: ReadonlyArray<Turn>, atMs: number): Turn => {
  const turn = turns.findLast((one) => one.atMs <= atMs) ?? turns[0]
  if (turn === undefined) throw new Error("A plan needs a first turn for everything in it")
  return turn
}

/** A chain of one operator as one n-ary node: none of it directly inside its own kind, and a single operand is itself. */
export const joinOperands = <Node extends { readonly _tag: string }>(
  tag: string,
  operands: ReadonlyArray<Node>,
  operandsOf: (node: Node) => ReadonlyArray<Node> | null,
  make: (operands: ReadonlyArray<Node>) => Node
): Node => {
  const flat = operands.flatMap((operand) => operand._tag === tag ? operandsOf(operand) ?? [operand] : [operand])
  const [only] = flat
  return flat.length === 1 && only !== undefined ? only : make(flat)
}

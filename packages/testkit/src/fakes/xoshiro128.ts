/** Spreads a small seed over a word of state (splitmix32), because xoshiro must not start from mostly zeroes. */
const splitmix32 = (seed: number) => {
  let state = seed | 0
  return (): number => {
    state = (state + 0x9e3779b9) | 0
    let word = state ^ (state >>> 16)
    word = Math.imul(word, 0x21f0aaad)
    word ^= word >>> 15
    word = Math.imul(word, 0x735a2d97)
    return (word ^ (word >>> 15)) >>> 0
  }
}

/**
 * 32-bit words of xoshiro128** (Blackman and Vigna). 128 bits of state: ids made in a long simulation do not collide,
 * as those of a 32-bit generator would after some tens of thousands.
 */
export const xoshiro128 = (seed: number) => {
  const spread = splitmix32(seed)
  let [a, b, c, d] = [spread(), spread(), spread(), spread()]
  const rotate = (word: number, by: number) => (word << by) | (word >>> (32 - by))
  return (): number => {
    const word = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0
    const carried = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= carried
    d = rotate(d, 11)
    return word
  }
}

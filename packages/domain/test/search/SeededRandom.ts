/** Numbers that look random and are the same in every run. */
export class SeededRandom {
  private state: number

  constructor(seed: number) {
    this.state = seed >>> 0
  }

  /** 0 up to, not including, `bound`; 0 where there is no choice. */
  below(bound: number): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0
    return bound < 1 ? 0 : Math.floor((this.state / 4_294_967_296) * bound)
  }
}

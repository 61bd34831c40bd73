/** Half a cent: formats round differently, prices do not differ by less. */
export const sameMoney = 0.005

/** A number as an owner reads it: `279.00 USD`, `1500 JPY`, `3.5 °C`. Not localised: it stands beside literal quotes. */
export const formatQuantity = (value: number, unit: string | null): string => {
  if (unit === null) return String(value)
  if (!/^[A-Z]{3}$/.test(unit)) return `${value} ${unit}`
  // How many decimals a currency has is CLDR's to know. More are kept where a page prints them (fuel, exchange rates).
  const { minimumFractionDigits = 2 } = new Intl.NumberFormat("en", { style: "currency", currency: unit }).resolvedOptions()
  const fixed = value.toFixed(minimumFractionDigits)
  return `${Number(fixed) === value ? fixed : value} ${unit}`
}

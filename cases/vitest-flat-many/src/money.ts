const WITHOUT = new Set("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split(" "));
const THREE = new Set("BHD IQD JOD KWD LYD OMR TND".split(" "));

/** How many decimals the amounts of a currency have. */
export const decimals = (currency: string): number => (WITHOUT.has(currency) ? 0 : THREE.has(currency) ? 3 : 2);

/** An amount of the smallest unit of a currency as a person reads it. */
export function shown(amount: number, currency: string): string {
  const digits = decimals(currency);
  return `${(amount / 10 ** digits).toFixed(digits)} ${currency}`;
}

/** Split an amount into shares that differ by one at most, and lose nothing. */
export function shares(amount: number, people: number): number[] {
  const share = Math.floor(amount / people);
  return Array.from({ length: people }, (_, n) => share + (n < amount - share * people ? 1 : 0));
}

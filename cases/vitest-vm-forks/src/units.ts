const METRES: Record<string, number> = {
  millimetre: 0.001, centimetre: 0.01, metre: 1, kilometre: 1_000, inch: 0.0254, foot: 0.3048, yard: 0.9144, mile: 1_609.344,
};

/** Convert a length from one unit to another. */
export function convert(value: number, from: string, to: string): number {
  if (!(from in METRES) || !(to in METRES)) throw new RangeError(`no such unit: ${from in METRES ? to : from}`);
  return (value * METRES[from]) / METRES[to];
}

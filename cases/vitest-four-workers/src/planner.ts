import type { Departure } from "./network";

/** The earliest minute at which a passenger who boards `line` at `from` stands at `to`. */
export function arrival(day: Departure[], line: number, from: number, to: number, earliest = 0): number | null {
  let stop = from;
  for (const departure of day) {
    if (departure.line !== line || departure.stop !== stop || departure.minute < earliest) continue;
    stop = departure.next;
    if (stop === to) return departure.minute + 2;
  }
  return null;
}

export const busiest = (day: Departure[]): number => {
  const counts = new Map<number, number>();
  for (const { minute } of day) counts.set(minute, (counts.get(minute) ?? 0) + 1);
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
};

export const served = (day: Departure[]): number =>
  new Set(day.map(({ line, stop }) => `${line}/${stop}`)).size;

// A made-up bus network: stops on a grid, lines along its streets.

export interface Departure {
  line: number;
  minute: number;
  stop: number;
  next: number;
  text: string;
}

/** A day of departures, in order of time, as a server hands them out: by the twenty minutes. */
export async function timetable(lines: number, stops: number, seed: number): Promise<Departure[]> {
  const departures: Departure[] = [];
  for (let minute = 5 * 60; minute < 24 * 60; minute += 20) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    for (let line = 0; line < lines; line++) {
      for (let stop = 0; stop < stops; stop++) {
        const offset = (line * 7 + stop * 3 + seed) % 20;
        departures.push({
          line,
          minute: minute + offset,
          stop,
          next: stop + 1,
          text: `line ${line} leaves stop ${stop} at ${minute + offset}`,
        });
      }
    }
  }
  return departures.sort((a, b) => a.minute - b.minute);
}

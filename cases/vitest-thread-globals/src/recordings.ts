// Recorded answers of the weather service, a region and a year each.

export interface Reading {
  hour: number;
  celsius: number;
  rain: number;
  wind: number;
}

export interface Station {
  name: string;
  readings: Reading[];
}

declare global {
  var __recordedAnswers: Record<string, Station[]> | undefined;
}

// A cache beside the modules, because "isolate: false" loads this module again for each test file.
const cache = (globalThis.__recordedAnswers ??= {});

const HOURS = 365 * 24;

function answer(region: string, stations: number): string {
  const reading = (station: number, hour: number): Reading => ({
    hour,
    celsius: 10 + station / 8 + 12 * Math.sin((hour / HOURS) * 2 * Math.PI),
    rain: hour % 29 === station % 29 ? 0.25 + (hour % 7) / 4 : 0,
    wind: 1.5 + ((hour * 31 + station * 17) % 97) / 8,
  });
  return JSON.stringify(
    Array.from({ length: stations }, (_, station) => ({
      name: `${region} ${station}`,
      readings: Array.from({ length: HOURS }, (_, hour) => reading(station, hour)),
    })),
  );
}

/** What the weather service answered for a region; read once, then from the cache. */
export async function recorded(region: string, stations = 30): Promise<Station[]> {
  if (!cache[region]) {
    await new Promise((resolve) => setTimeout(resolve, 150)); // the disk of a busy CI machine
    cache[region] = JSON.parse(answer(region, stations));
  }
  return cache[region];
}

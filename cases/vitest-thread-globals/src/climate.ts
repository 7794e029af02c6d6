import type { Reading, Station } from "./recordings";

const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

export const meanTemperature = (station: Station): number =>
  mean(station.readings.map(({ celsius }) => celsius));

export const hottest = (stations: Station[]): Station =>
  stations.reduce((best, station) => (meanTemperature(station) > meanTemperature(best) ? station : best));

export const rainfall = (station: Station): number =>
  station.readings.reduce((sum, { rain }) => sum + rain, 0);

export function days(station: Station): Reading[][] {
  return Array.from({ length: station.readings.length / 24 }, (_, day) =>
    station.readings.slice(day * 24, (day + 1) * 24),
  );
}

export const rainyDays = (station: Station): number =>
  days(station).filter((day) => day.some(({ rain }) => rain > 0)).length;

export const storms = (station: Station, above = 13): Reading[] =>
  station.readings.filter(({ wind }) => wind > above);

// Heights of a landscape with the shade that each point throws: read once, asked often.

export interface Point {
  height: number;
  slope: number;
  shade: number[];
}

/** A square of size x size points; 1,230 in these tests. */
export function landscape(size: number, seed: number): Point[][] {
  return Array.from({ length: size }, (_, y) =>
    Array.from({ length: size }, (_, x) => {
      const height = 900 + 200 * Math.sin((x + seed) / 40) * Math.cos(y / 55);
      return {
        height,
        slope: Math.cos((x + seed) / 40) / 5,
        shade: [height / 2, height / 3, height / 4, height / 5, height / 6, height / 7, x, y, seed],
      };
    }),
  );
}

export const highest = (land: Point[][]): number =>
  land.reduce((best, row) => row.reduce((top, { height }) => Math.max(top, height), best), 0);

// Reads lines of a log and says what it does with each; somebody was debugging.

export interface Entry {
  at: number;
  level: string;
  text: string;
}

export const verbose = true;

/** Read one line: time, level, text. */
export function parse(line: string): Entry {
  const [at, level, ...rest] = line.split(" ");
  const entry = { at: Number(at), level, text: rest.join(" ") };
  if (verbose) console.log("parsed", line, entry);
  return entry;
}

/** Read many lines, and let other work run in between. */
export async function parseAll(lines: Iterable<string>): Promise<number> {
  let errors = 0;
  let count = 0;
  for (const line of lines) {
    if (parse(line).level === "error") errors += 1;
    count += 1;
    if (count % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return errors;
}

/** A log of so many lines, as a server would write it. */
export function* log(count: number): Generator<string> {
  for (let n = 0; n < count; n++) {
    yield `${n} ${n % 50 === 0 ? "error" : "info"} request ${n} was answered: ${"payload ".repeat(400)}`;
  }
}

// This line is only in the source, and so are the next ones.

interface Nothing {
  what: string;
}

export function thrower(): Nothing {
  throw new TypeError("on purpose");
}

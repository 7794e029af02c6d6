export interface Token {
  kind: "word" | "number" | "open" | "close";
  text: string;
  at: number;
}

const PATTERNS: [Token["kind"], RegExp][] = [
  ["word", /[a-z]+/y],
  ["number", /[0-9]+/y],
  ["open", /\(/y],
  ["close", /\)/y],
];

/** Split a formula into its parts. */
export function tokens(formula: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (at <= formula.length) {
    while (formula[at] === " ") at++;
    const [kind, pattern] = PATTERNS.find(([, each]) => ((each.lastIndex = at), each.test(formula))) ?? PATTERNS[0];
    const text = formula.slice(at, Math.max(pattern.lastIndex, at));
    found.push({ kind, text, at });
    at += text.length;
    if (at === formula.length) break;
  }
  return found;
}

/** Check a formula: every bracket that opens must close. */
export function check(formula: string): number {
  const depth = tokens(formula).reduce((open, { kind }) => open + (kind === "open" ? 1 : kind === "close" ? -1 : 0), 0);
  if (depth !== 0) throw new SyntaxError("brackets do not match");
  return depth;
}

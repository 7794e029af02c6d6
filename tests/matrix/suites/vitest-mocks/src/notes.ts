import { readFileSync, writeSync } from "fs";

export const read = (name: string): string => readFileSync(name, "utf8");
export const write = (text: string): number => writeSync(99, text);

// Keeps what tests print, as the auditors want it: each line is on the disk, and the archive has had its
// time to take it over, before the next is taken.
import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import type { Reporter, UserConsoleLog } from "vitest";

const TAKEN_OVER = 25; // milliseconds
const nobody = new Int32Array(new SharedArrayBuffer(4));

export class Audit implements Reporter {
  private readonly log: number;

  constructor(file: string) {
    this.log = openSync(file, "w");
  }

  onUserConsoleLog({ time, content }: UserConsoleLog): void {
    for (const line of content.split("\n")) {
      if (line === "") continue;
      writeSync(this.log, `${new Date(time).toISOString()} ${line}\n`);
      fsyncSync(this.log);
      Atomics.wait(nobody, 0, 0, TAKEN_OVER);
    }
  }

  onTestRunEnd(): void {
    closeSync(this.log);
  }

  // The dot reporter prints dots; what tests print is in the file only.
  shouldPrint = () => false;
}

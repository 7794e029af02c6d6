// Keeps what tests print, as the auditors want it: each line is on the disk before the next is taken.
import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import type { Reporter, UserConsoleLog } from "vitest";

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
    }
  }

  onTestRunEnd(): void {
    closeSync(this.log);
  }

  // The dot reporter prints dots; what tests print is in the file only.
  shouldPrint = () => false;
}

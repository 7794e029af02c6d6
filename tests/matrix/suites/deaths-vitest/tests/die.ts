import { spawnSync } from "node:child_process";

/** Die as HOW says, if it is to be in this place; after LINGER milliseconds. */
export async function die(where: string): Promise<void> {
  if ((process.env.WHERE ?? "test") !== where) return;
  if (process.env.LINGER) await new Promise((resolve) => setTimeout(resolve, Number(process.env.LINGER)));
  const held: unknown[] = [];
  switch (process.env.HOW) {
    case "heap":
      for (;;) held.push(Array.from({ length: 1000 }, (_, n) => ({ n })));
    case "native":
      for (;;) held.push(Buffer.alloc(4 << 20, 1));
    case "killed":
      spawnSync("kill", ["-9", String(process.pid)]);
      for (;;);
  }
}

import { setTimeout as sleep } from "node:timers/promises";

/** Work off jobs one after another; each takes so many milliseconds. */
export async function workOff(jobs: string[], pause: number): Promise<string[]> {
  const done: string[] = [];
  for (const job of jobs) {
    await sleep(pause);
    done.push(job);
  }
  return done;
}

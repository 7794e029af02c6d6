import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { fileURLToPath } from "node:url";
import { createInterface } from "node:readline";

let store: ChildProcess;
let server: Server;

/** One store for the whole run, behind HTTP. */
export async function setup({ provide }: { provide: (key: "store", value: string) => void }): Promise<void> {
  store = spawn("python3", [fileURLToPath(new URL("store.py", import.meta.url))], { stdio: ["pipe", "pipe", "inherit"] });
  const waiting: ((line: string) => void)[] = [];
  const lines = createInterface({ input: store.stdout! });
  await once(lines, "line");
  lines.on("line", (line) => waiting.shift()?.(line));
  store.on("exit", (code, signal) => {
    console.error(`the store has ended: ${signal ?? code}`);
    for (const answer of waiting.splice(0)) answer("gone");
  });
  server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    if (store.exitCode !== null || store.signalCode !== null) return void response.writeHead(503).end("gone");
    waiting.push((line) => response.writeHead(line === "gone" ? 503 : 200).end(line));
    store.stdin!.write(`${body}\n`);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  provide("store", `http://127.0.0.1:${(server.address() as { port: number }).port}/`);
}

export function teardown(): void {
  store.stdin!.end();
  server.close();
}

declare module "vitest" {
  export interface ProvidedContext {
    store: string;
  }
}

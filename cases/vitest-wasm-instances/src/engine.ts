// An engine in WebAssembly. The module is as small as one can be: a memory that grows on demand, and nothing else.
const PAGE = 65_536;

// (module (memory (export "memory") 1))
const binary = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 5, 3, 1, 0, 1, 7, 10, 1, 6, 109, 101, 109, 111, 114, 121, 2, 0);
const compiled = new WebAssembly.Module(binary);

const running = new Set<Engine>();

/** A database of numbers that lives in the memory of a WebAssembly instance. */
export class Engine {
  private memory: WebAssembly.Memory | null;
  private count = 0;

  constructor(megabytes = 16) {
    const instance = new WebAssembly.Instance(compiled);
    this.memory = instance.exports.memory as WebAssembly.Memory;
    this.memory.grow((megabytes * 1_048_576) / PAGE - 1);
    new Uint8Array(this.memory.buffer).fill(255); // free pages are marked
    running.add(this);
  }

  insert(value: number): void {
    this.view()[this.count++] = value;
  }

  sum(): number {
    return this.view().subarray(0, this.count).reduce((all, each) => all + each, 0);
  }

  /** Give the memory back. */
  close(): void {
    this.memory = null;
    running.delete(this);
  }

  private view(): Float64Array {
    if (!this.memory) throw new Error("the engine is closed");
    return new Float64Array(this.memory.buffer);
  }
}

// A component as small as it can be: state, effects with dependencies, and a render after each change.

type Effect = { run: () => void; dependencies: unknown[] };

export class View {
  readonly log: { at: number; html: string }[] = [];
  private effects: Effect[] = [];
  private pending: Effect[] = [];
  private dirty = true;
  private slot = 0;
  private values: unknown[] = [];

  constructor(private readonly component: (view: View) => string) {}

  /** Render until nothing changes any more; the last markup. */
  mount(): string {
    while (this.dirty) {
      this.dirty = false;
      this.slot = 0;
      this.pending = [];
      const html = this.component(this);
      this.log.push({ at: this.log.length, html });
      for (const { run } of this.pending) run();
    }
    return this.log[this.log.length - 1].html;
  }

  state<T>(first: T): [T, (next: T) => void] {
    const slot = this.slot++;
    if (!(slot in this.values)) this.values[slot] = first;
    const set = (next: T) => {
      if (Object.is(next, this.values[slot])) return;
      this.values[slot] = next;
      this.dirty = true;
    };
    return [this.values[slot] as T, set];
  }

  effect(run: () => void, dependencies: unknown[]): void {
    const slot = this.slot++;
    const before = this.effects[slot];
    const effect = { run, dependencies };
    this.effects[slot] = effect;
    if (!before || dependencies.some((each, n) => !Object.is(each, before.dependencies[n]))) this.pending.push(effect);
  }
}

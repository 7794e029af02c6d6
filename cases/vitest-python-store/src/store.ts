/** A client of the document store. */
export class Store {
  constructor(private readonly address: string) {}

  /** Put a document so many times; how many the store has then. */
  put(body: string, tags: string[], times = 1): Promise<number> {
    return this.ask({ do: "put", body, tags, times });
  }

  count(): Promise<number> {
    return this.ask({ do: "count" });
  }

  clear(): Promise<number> {
    return this.ask({ do: "clear" });
  }

  private async ask(request: unknown): Promise<number> {
    const answer = await fetch(this.address, { method: "POST", body: JSON.stringify(request) });
    if (!answer.ok) throw new Error(`the store answers ${answer.status}`);
    return Number(await answer.text());
  }
}

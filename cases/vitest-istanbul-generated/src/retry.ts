/** Call until it works, so many times at most. */
export async function retry<T>(call: () => Promise<T>, times: number): Promise<T> {
  for (let left = times; ; left -= 1) {
    try {
      return await call();
    } catch (error) {
      if (left <= 1) throw error;
    }
  }
}

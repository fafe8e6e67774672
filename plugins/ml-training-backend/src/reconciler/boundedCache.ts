/** Keeps what was used last. A promise that fails is forgotten, so that the next one tries again. */
export class BoundedCache<Value> {
  readonly #values = new Map<string, Promise<Value>>();

  constructor(readonly most: number) {}

  get(key: string, make: () => Promise<Value>): Promise<Value> {
    const known = this.#values.get(key);
    this.#values.delete(key);
    const value = known ?? make();
    this.#values.set(key, value);
    if (!known) {
      value.catch(() => {
        if (this.#values.get(key) === value) this.#values.delete(key);
      });
      const [oldest] = this.#values.keys();
      if (this.#values.size > this.most) this.#values.delete(oldest);
    }
    return value;
  }
}

/** A first-in, first-out queue whose operations take constant time, also when it is long. */
export class Queue<Item> {
  /** What was taken out leaves an empty place, so that it is not held. */
  #items: (Item | undefined)[] = [];
  #head = 0;

  get size(): number {
    return this.#items.length - this.#head;
  }

  peek(): Item | undefined {
    return this.#items[this.#head];
  }

  push(item: Item): void {
    this.#items.push(item);
  }

  /** Puts an item where `index` items are before it. Rare, so it may copy. */
  insert(index: number, item: Item): void {
    this.#items.splice(this.#head + index, 0, item);
  }

  shift(): Item | undefined {
    if (this.#head === this.#items.length) return undefined;
    const item = this.#items[this.#head];
    this.#items[this.#head] = undefined;
    this.#head++;
    if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }

  /** Every item, first to last. */
  items(): readonly Item[] {
    return this.#items.slice(this.#head) as Item[];
  }
}

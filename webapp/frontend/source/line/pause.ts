// A wait that can be cut short, also by something that happens just before it begins.
export class Pause {
  #ended = false;
  #resolve: () => void = () => undefined;

  async wait(milliseconds: number): Promise<void> {
    if (!this.#ended) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.#resolve = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#ended = false;
  }

  end(): void {
    this.#ended = true;
    this.#resolve();
  }
}

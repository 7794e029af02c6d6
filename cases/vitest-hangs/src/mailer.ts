import { EventEmitter } from "node:events";

/** Sends mails one after another, and says "drained" when the last is gone. */
export class Mailer extends EventEmitter {
  #waiting: string[] = [];

  add(mail: string): void {
    this.#waiting.push(mail);
    if (this.#waiting.length === 1) setImmediate(() => this.#send());
  }

  drained(): Promise<void> {
    return new Promise((resolve) => this.once("drained", () => resolve()));
  }

  #send(): void {
    const mail = this.#waiting.shift();
    this.emit("sent", mail);
    // The mistake: an empty outbox was drained by nobody, so nobody says it.
    if (this.#waiting.length > 0) setImmediate(() => this.#send());
  }
}

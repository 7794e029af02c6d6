'use strict';
// How many scripts V8 compiles while a test file is imported: each module is one, also those that Node's own
// loader brings, of which a runner knows nothing. V8 numbers scripts, and tells the number of one that throws.
const STEP = 4 << 20; // bytes that the heap must grow for another question
const MANY = 100; // scripts more than was told that are worth a line

let questions = 0;

class Scripts {
  constructor(send, tell) {
    this.send = send;
    this.tell = tell;
    this.file = '';
  }

  /** Take in what a reading says: asks for the number where a file is being imported and the heap has grown. */
  seen(file, test, used) {
    if (file !== this.file) {
      this.file = file;
      this.first = undefined; // the number when it began
      this.told = 0;
      this.used = -Infinity;
      this.over = false;
    }
    if (file === '' || this.over) return;
    this.over = test !== '';
    if (used < this.used) this.used = used;
    if (used - this.used < STEP && !this.over) return;
    this.used = used;
    // Another text each time: V8 does not compile again what it has compiled.
    const parameters = { expression: `throw ${questions++}`, silent: true };
    this.send('Runtime.evaluate', parameters, (error, result) => this.answered(file, result?.exceptionDetails?.scriptId));
  }

  answered(file, number) {
    if (file !== this.file || !(number > 0)) return;
    this.first ??= Number(number);
    const scripts = number - this.first;
    if (scripts - this.told < MANY) return;
    this.told = scripts;
    this.tell(scripts);
  }
}

module.exports = { Scripts };

// The logs are in the main process, so the snapshot is taken there, by a reporter.
import snapshot from './snapshot.mjs';

export default class {
  async onTestRunEnd() { await snapshot(); }
}

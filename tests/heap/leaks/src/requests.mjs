globalThis.requestLog = [];
export function handle(request) { globalThis.requestLog.push({ at: Date.now(), request }); }

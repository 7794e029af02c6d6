// Every test may call the API; what it sends is noted, not sent.
const { countResource3, getResource2 } = require("../generated");

globalThis.sent = [];
const send = (path, values) => globalThis.sent.push({ path, values });
globalThis.api = { count: (values) => countResource3(send, values), get: (values) => getResource2(send, values) };

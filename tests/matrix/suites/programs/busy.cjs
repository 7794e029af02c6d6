// Busy and then idle long enough that readings fall into both; prints what it was started with.
const end = performance.now() + 300;
let held = [];
while (performance.now() < end) held = Array.from({ length: 20_000 }, (_, n) => ({ n }));
console.log("busy", held.length, process.argv.slice(2).join(" "));
setTimeout(() => console.log("idle"), 300);

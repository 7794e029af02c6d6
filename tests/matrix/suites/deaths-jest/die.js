const { spawnSync } = require("node:child_process");

/** Die as HOW says, if it is to be in this place. */
exports.die = (where) => {
  if ((process.env.WHERE ?? "test") !== where) return;
  const held = [];
  switch (process.env.HOW) {
    case "heap":
      for (;;) held.push(Array.from({ length: 1000 }, (_, n) => ({ n })));
    case "native":
      for (;;) held.push(Buffer.alloc(4 << 20, 1));
    case "killed":
      spawnSync("kill", ["-9", String(process.pid)]);
      for (;;);
  }
};

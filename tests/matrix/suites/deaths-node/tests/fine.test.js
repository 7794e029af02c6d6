require("node:test").test("is fine", () => {});

const { items, total } = require("../basket");

let kept = [];

beforeAll(() => {
  kept = items(10);
});
beforeEach(() => console.log("one begins"));
afterEach(() => console.warn("one ended"));
afterAll(() => {
  kept = [];
});

describe("a basket", () => {
  test("has a total", () => {
    expect(total(kept)).toBe(45);
  });

  describe("that is large", () => {
    test("takes a while", async () => {
      // Long enough that a reading falls into it, and as many rounds each time.
      let held = [];
      for (let n = 0; n < 60; n++) held = items(20_000);
      await new Promise((resolve) => setTimeout(resolve, 10));
      expect(total(held)).toBe(199_990_000);
    });

    test.each([1, 2, 3])("has %i items", (count) => {
      expect(items(count)).toHaveLength(count);
    });
  });
});

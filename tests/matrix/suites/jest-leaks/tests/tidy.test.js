test("nothing is held", () => {
  expect(1).toBe(1);
});

test("a test that ends the process", () => {
  process.exit(7);
});

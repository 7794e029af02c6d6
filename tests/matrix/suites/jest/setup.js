beforeAll(() => {
  console.log("set up");
});

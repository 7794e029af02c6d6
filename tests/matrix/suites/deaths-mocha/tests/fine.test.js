it("is fine", () => {});

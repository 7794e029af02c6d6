jest.mock("fs");
const fs = require("fs");
const notes = require("../notes");

test("a mocked read answers what it was told", () => {
  fs.readFileSync.mockReturnValue("told");
  expect(notes.read("nowhere")).toBe("told");
});

test("a mocked write sees its own calls only", async () => {
  await new Promise((resolve) => setTimeout(resolve, 120));
  fs.writeSync.mockImplementation(() => {
    throw new Error("the disk is full");
  });
  expect(() => notes.write("text")).toThrow("full");
  expect(fs.writeSync.mock.calls).toEqual([[99, "text"]]);
  expect(fs.openSync.mock.calls).toEqual([]);
});

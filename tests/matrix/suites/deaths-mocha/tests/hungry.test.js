const { die } = require("../die");

describe("a meal", () => {
  before(() => die("before"));
  beforeEach(() => die("beforeEach"));
  after(() => die("after"));
  it("eats a little", () => {});
  it("eats everything", () => die("test"));
});

die("collect");

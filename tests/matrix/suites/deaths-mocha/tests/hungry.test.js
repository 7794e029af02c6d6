const { die } = require("../die");

describe("a meal", () => {
  before(() => die("beforeAll"));
  beforeEach(() => die("beforeEach"));
  after(() => die("afterAll"));
  it("eats a little", () => {});
  it("eats everything", () => die("test"));
});

const { before, beforeEach, describe, test } = require("node:test");
const { die } = require("../die");

describe("a meal", () => {
  before(() => die("before"));
  beforeEach(() => die("beforeEach"));
  test("eats a little", () => {});
  test("eats everything", () => die("test"));
});

die("collect");

const assert = require("node:assert");
const { test } = require("node:test");
const { daysBetween, weekday } = require("../src/dates");

test("a leap year has 366 days", () => assert.strictEqual(daysBetween("2024-01-01", "2025-01-01"), 366));
test("the first of 2025 was a Tuesday", () => assert.strictEqual(weekday("2025-01-01"), "Tuesday"));

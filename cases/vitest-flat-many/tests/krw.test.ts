import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("KRW is shown with no decimals", () => {
  expect(shown(123527, "KRW")).toBe("123527 KRW");
});

test("nothing is lost when KRW are shared", () => {
  expect(shares(123527, 7).reduce((a, b) => a + b)).toBe(123527);
});

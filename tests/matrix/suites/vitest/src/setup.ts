import { beforeAll } from "vitest";

beforeAll(() => {
  console.log("set up");
});

import { expect, test } from "vitest";
import { Mailer } from "../src/mailer";

test("a mail is sent", async () => {
  const mailer = new Mailer();
  const sent = new Promise((resolve) => mailer.once("sent", resolve));
  mailer.add("welcome");
  expect(await sent).toBe("welcome");
});

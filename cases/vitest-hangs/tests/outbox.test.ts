import { expect, test } from "vitest";
import { Mailer } from "../src/mailer";

test("mails leave in the order in which they came", async () => {
  const mailer = new Mailer();
  const sent: string[] = [];
  mailer.on("sent", (mail) => sent.push(mail));
  for (const mail of ["a", "b", "c"]) mailer.add(mail);
  await mailer.drained();
  expect(sent).toEqual(["a", "b", "c"]);
});

import { greet } from "./greet";

const { later } = await import("./later");
document.body.textContent = greet(later as string);

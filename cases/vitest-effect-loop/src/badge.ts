import { currentUser } from "./user";
import type { View } from "./view";

/** The badge of the user who is logged in, with the number of roles. */
export function badge(view: View): string {
  const user = currentUser();
  const [shown, show] = view.state({ name: "", roles: 0 });
  view.effect(() => show({ name: user.name, roles: user.roles.length }), [user]);
  return `<p class="badge"><b>${shown.name}</b> has ${shown.roles} roles, of ${"*".repeat(200)}</p>`;
}

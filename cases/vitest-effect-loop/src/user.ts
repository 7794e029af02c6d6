export interface User {
  name: string;
  roles: string[];
}

const current: User = { name: "Ada", roles: ["editor", "reader"] };

/** Who is logged in. */
export const currentUser = (): User => current;

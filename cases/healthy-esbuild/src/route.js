import { rooms } from "./rooms.js";

/** Rooms from one to another, in order. */
export const route = (from, to) =>
  from <= to ? rooms.slice(from, to + 1) : rooms.slice(to, from + 1).reverse();

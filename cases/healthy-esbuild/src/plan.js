import { rooms } from "./rooms.js";

export const plan = (floor) => rooms.filter((room) => room.floor === floor);

const { rooms } = require("../src/hotel");

test("a third of the rooms is free", () => expect(rooms(300).filter((room) => room.free)).toHaveLength(100));

test("a free room has no guests", () => expect(rooms(30).every((room) => room.free === (room.guests.length === 0))).toBe(true));

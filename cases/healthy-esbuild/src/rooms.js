export const rooms = Array.from({ length: 40 }, (_, number) => ({ number, floor: Math.floor(number / 10) }));

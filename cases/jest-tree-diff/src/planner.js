/** Plan the shifts of a year: for each day and each place who is there, with breaks. */
function plan(year, places) {
  const first = Date.UTC(year, 0, 1);
  return Array.from({ length: 365 }, (_, day) => ({
    date: new Date(first + day * 86_400_000).toISOString(),
    places: places.map((place, rank) => ({
      place,
      shifts: ["early", "late", "night"].map((name, turn) => ({
        name,
        person: (day * 7 + rank * 3 + turn) % 41,
        breaks: [{ after: 2, minutes: 15 }, { after: 4, minutes: 30 }],
      })),
    })),
  }));
}

/** A copy in which two people have changed one shift. */
function swap(planned, day, place, turn, person) {
  const copy = structuredClone(planned);
  copy[day].places.find((each) => each.place === place).shifts[turn].person = person;
  return copy;
}

module.exports = { plan, swap };

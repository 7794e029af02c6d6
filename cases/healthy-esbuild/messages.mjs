// Texts as the translators deliver them: a module with a constant for each label of the museum.

const EXHIBITS = 12_000;

export function messages(language) {
  const lines = [];
  for (let number = 1; number <= EXHIBITS; number++) {
    lines.push(`const label${number} = "${language}: exhibit ${number}, room ${number % 40}";`);
    lines.push(`export const text${number} = (year) => year < 1900 ? label${number} : label${number} + ", " + year;`);
  }
  return lines.join("\n");
}

// The pages that the scripts of this folder build.
import { mkdir, writeFile } from "node:fs/promises";

/** Write pages that import the icons through the barrel of their package; return their files. */
export async function write(pages, folder = "generated") {
  await mkdir(folder, { recursive: true });
  const names = Array.from({ length: pages }, (_, number) => `${folder}/page-${number}.mjs`);
  await Promise.all(names.map((name, number) => writeFile(name, page(number))));
  return names;
}

const page = (number) => `import * as icons from "lucide-react";

export const title = "Page ${number}";
export const icon = (name) => icons[name];
`;

/** Say what was built. */
export function counted(files) {
  const bytes = files.reduce((sum, { contents }) => sum + contents.length, 0);
  return `${files.length} files, ${Math.round(bytes / 1024)} kB`;
}

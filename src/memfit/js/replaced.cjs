'use strict';
// Which imports name a package or module that an experiment leaves out, and which names are imported of it.
const fs = require('fs');
const { builtinModules } = require('module');
const path = require('path');
const { fileURLToPath } = require('url');

const MOST_FILES = 400; // of a package, that are looked through for its exports
const MOST_NAMES = 5000;
const ENDINGS = ['', '.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.tsx', '.jsx', '.json', '/index.js', '/index.mjs', '/index.cjs', '/index.ts', '/index.tsx'];
const COMMENT = /\/\*[^]*?\*\/|\/\/.*/g;
const NAME = /^(?:[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*)$/u;

/** The path that a specifier or address names, or null where it is the bare name of a package. */
function pathOf(specifier, from) {
  try {
    if (specifier.startsWith('file:')) return fileURLToPath(specifier);
  } catch {
    return null;
  }
  const [plain] = specifier.split('?');
  if (path.isAbsolute(plain)) return plain;
  return /^\.\.?(\/|$)/.test(plain) && from ? path.resolve(path.dirname(from), plain) : null;
}

class Replaced {
  /** @param wanted names of packages, and absolute paths of modules or folders */
  constructor(wanted) {
    // What is part of Node stays: the runner and the agent need it.
    const possible = wanted.filter((name) => !name.startsWith('node:') && !builtinModules.includes(name));
    this.wanted = possible.map((name) => ({ name, place: path.isAbsolute(name) ? real(fs.existsSync(name) ? name : (onDisk(name) ?? name)) : null, folder: `/node_modules/${name}/` }));
    this.places = this.wanted.some(({ place }) => place !== null);
  }

  /** What of the wanted an import names, or undefined. `from` is the path of the importer, or undefined. */
  find(specifier, from) {
    const file = pathOf(specifier, from);
    return this.wanted.find((each) => (each.place === null ? isOf(each, specifier, file, from) : isAt(each.place, file, from)))?.name;
  }

  /** The same of an import whose specifier did not tell, as an alias does not: `file` is what it was resolved to. */
  at(file, from) {
    return file ? this.wanted.find(({ place }) => place !== null && !inside(place, from) && inside(place, file))?.name : undefined;
  }
}

/** Whether an import names a package from outside of it. */
function isOf({ name, folder }, specifier, file, from) {
  if (from?.includes(folder)) return false;
  return specifier === name || specifier.startsWith(`${name}/`) || (file?.includes(folder) ?? false);
}

/** Whether an import names a module, or one in a folder, from outside of it. */
function isAt(place, file, from) {
  if (file === null || inside(place, from)) return false;
  return inside(place, file) || ENDINGS.some((ending) => real(`${file}${ending}`) === place);
}

function inside(place, file) {
  return file !== undefined && (file === place || file.startsWith(`${place}/`));
}

function real(file) {
  try {
    return fs.realpathSync(file);
  } catch {
    return file;
  }
}

/**
 * The names that a module imports by a specifier, as its source has them; more than there are does no harm.
 *
 * @param entry finds the path of what is imported, which is looked through where the source does not tell all
 */
function namesOf(from, specifier, entry) {
  const names = new Set();
  const text = read(from);
  const quoted = `['"\`]${specifier.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}['"\`]`;
  const clauses = [...text.matchAll(new RegExp(`\\b(?:import|export)\\b([^;'"\`]*?)\\bfrom\\s*${quoted}`, 'g'))];
  // Whether what is imported has to tell its names.
  let all = clauses.length === 0 || new RegExp(`\\bimport\\s*\\([^'"\`]*${quoted}`).test(text);
  for (const [, clause] of clauses) {
    for (const [, list] of clause.matchAll(/\{([^}]*)\}/g)) {
      for (const each of list.replace(COMMENT, ' ').split(',')) add(names, each.trim().replace(/^type\s+/, '').split(/\s+as\s+/)[0]);
    }
    all ||= clause.includes('*');
  }
  if (all && entry !== undefined) exported(entry(), names, new Set());
  return [...names];
}

/** The names that a module and those that it hands on export, as its source has them. */
function exported(file, names, seen) {
  if (!file || seen.has(file) || seen.size >= MOST_FILES || names.size >= MOST_NAMES) return;
  seen.add(file);
  const text = read(file);
  for (const [, name] of text.matchAll(/\bexport\s+(?:async\s+)?(?:const|let|var|class|function\s*\*?)\s+([\p{ID_Continue}$]+)/gu)) add(names, name);
  for (const [, name] of text.matchAll(/\bexports\.([\p{ID_Continue}$]+)\s*=/gu)) add(names, name);
  for (const [, list] of text.matchAll(/\bexport\s*\{([^}]*)\}/g)) for (const each of list.split(',')) add(names, each.trim().split(/\s+as\s+/).pop());
  for (const [, next] of text.matchAll(/\bexport\s*\*\s*from\s*['"](\.[^'"]*)['"]/g)) exported(onDisk(path.resolve(path.dirname(file), next)), names, seen);
}

function onDisk(file) {
  return ENDINGS.map((ending) => `${file}${ending}`).find((each) => fs.statSync(each, { throwIfNoEntry: false })?.isFile());
}

function add(names, name) {
  if (name !== 'default' && name !== '__esModule' && NAME.test(name) && names.size < MOST_NAMES) names.add(name);
}

function read(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** The source of an ES module that exports these names, each of them inert, and says that it was loaded. */
function source(name, names) {
  const inert = read(path.join(__dirname, 'inert.cjs'));
  const listed = [...names, 'default'].map((each) => `inert as ${each}`).join(', ');
  return `const module = {};\n${inert}\nglobalThis[Symbol.for('memfit.stub')]?.(${JSON.stringify(name)});\nexport { ${listed} };\n`;
}

module.exports = { Replaced, namesOf, source };

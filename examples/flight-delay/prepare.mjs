// Lays out the data of the example: copies two files of the npm package vega-datasets into data/,
// and makes sure that they are the very files that the example was written for.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGE = 'vega-datasets 3.2.1';
/** sha256 of the bytes. The `sha1` in the package's datapackage.json is the hash of a git object. */
const FILES = {
  'flights-3m.parquet':
    'dbeb920c90f59b6ccaff823dcc3d08f25a97fa1ce128d93f40be4e931f5900b0',
  'airports.csv':
    '903c7169e6d558eefb95295fe2947ec8503135fbb855ea5c737cf4a90ea603ad',
};

const target = fileURLToPath(new URL('data/', import.meta.url));

/** A failure that a person can mend: its message is shown without a stack. */
class Advice extends Error {}

function packageData() {
  try {
    const entry = import.meta.resolve('vega-datasets');
    return fileURLToPath(new URL('../data/', entry));
  } catch {
    throw new Advice(
      `${PACKAGE} is not installed. Run "npm run demo" at the root of the repository: it installs first.`,
    );
  }
}

function read(file) {
  try {
    return fs.readFileSync(file);
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw new Advice(`cannot read ${file}: ${error.message}`);
  }
}

const sha256 = bytes => createHash('sha256').update(bytes).digest('hex');

/** Whole or not at all: a reader never sees half a file, whatever kills this process. */
function write(file, bytes) {
  const draft = `${file}.${process.pid}.draft`;
  try {
    fs.writeFileSync(draft, bytes, { flush: true });
    fs.renameSync(draft, file);
  } catch (error) {
    fs.rmSync(draft, { force: true });
    throw new Advice(`cannot write ${file}: ${error.message}`);
  }
}

function layOut(name, expected) {
  const copy = path.join(target, name);
  const present = read(copy);
  if (present && sha256(present) === expected) return 'is there';

  const original = path.join(packageData(), name);
  const bytes = read(original);
  if (!bytes) throw new Advice(`${original} is missing. Install ${PACKAGE}.`);
  const found = sha256(bytes);
  if (found !== expected) {
    throw new Advice(
      `${original} is not the file of ${PACKAGE}: expected sha256 ${expected}, found ${found}. ` +
        'Remove the package and install it again.',
    );
  }
  write(copy, bytes);
  return present ? 'was another file, replaced' : 'copied';
}

try {
  for (const [name, expected] of Object.entries(FILES)) {
    console.error(`data/${name}: ${layOut(name, expected)}`);
  }
} catch (error) {
  if (!(error instanceof Advice)) throw error;
  console.error(error.message);
  process.exit(1);
}

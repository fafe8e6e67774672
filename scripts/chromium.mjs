// Where a real browser is on this machine.
import fs from 'node:fs';
import { Advice } from './toolchain.mjs';

const PLACES = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** @throws Advice where there is none */
export function findChromium() {
  const found = PLACES.find(place => place && fs.existsSync(place));
  if (!found) {
    throw new Advice(
      'No Chromium on this machine: "apt-get install chromium", or say where it is in CHROMIUM.',
    );
  }
  return found;
}

// `npm test`: types, lint, unit tests, build, end-to-end tests. Ends with the line `N passed, N failed`.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root } from './build.ts';
import { findBrowser } from './findBrowser.ts';
import { findElectron } from './findElectron.ts';

let passed = 0;
let failed = 0;
const notes: string[] = [];

function step(title: string, command: string, args: readonly string[]): boolean {
  console.log(`\n── ${title}`);
  const started = Date.now();
  // Real data and hundreds of random networks take minutes; the quick loop leaves them out, or takes few.
  const env = { RANDOM_NETWORKS: '2000', RANDOM_SEED: '7', ...process.env, REAL_DATA: '1' };
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', env, shell: process.platform === 'win32' });
  console.log(`── ${title}: ${result.status === 0 ? 'ok' : 'FAILED'} after ${((Date.now() - started) / 1000).toFixed(0)} s`);
  return result.status === 0;
}

function count(ok: boolean): void {
  if (ok) passed++;
  else failed++;
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numFailedTestSuites: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}
interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number; readonly skipped: number };
}

const readReport = <T>(file: string): T | null => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : null);

/** A browser for the end-to-end tests: an installed one, Debian's where `apt-get` may install it, else Playwright's own. */
function provideBrowser(): boolean {
  if (findBrowser() !== null) return true;
  if (process.platform === 'linux' && process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0) {
    step('Install chromium', 'sh', ['-c', 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null']);
    if (findBrowser() !== null) return true;
  }
  step('Install Playwright’s chromium', 'npx', ['playwright', 'install', 'chromium']);
  return findBrowser() !== null;
}

const results = path.join(root, 'test-results');
rmSync(results, { recursive: true, force: true });

count(step('Types', 'npm', ['run', '--silent', 'types']));
count(step('Lint', 'npm', ['run', '--silent', 'lint']));

const unitFile = path.join(results, 'unit.json');
const unitOk = step('Unit tests', 'npx', ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitFile}`]);
const unit = readReport<VitestReport>(unitFile);
if (unit) {
  passed += unit.numPassedTests;
  // A file that does not even load has no tests to fail.
  const broken = unit.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  failed += unit.numFailedTests + broken;
  if (unit.numPendingTests > 0) notes.push(`${unit.numPendingTests} unit tests skipped: they need the real data in ../shared/data, or Electron`);
  if (!unitOk && unit.numFailedTests + broken === 0) failed++;
} else failed++;

const built = step('Build', 'npm', ['run', '--silent', 'build']);
count(built);

if (!built) notes.push('end-to-end tests not run: the build failed');
else if (!provideBrowser()) {
  failed++;
  notes.push('end-to-end tests not run: no browser was found and none could be installed');
} else {
  const ok = step('End-to-end tests', 'npx', ['playwright', 'test']);
  const e2e = readReport<PlaywrightReport>(path.join(results, 'e2e.json'));
  if (e2e) {
    passed += e2e.stats.expected + e2e.stats.flaky;
    failed += e2e.stats.unexpected;
    if (e2e.stats.flaky > 0) notes.push(`${e2e.stats.flaky} end-to-end tests passed only when tried again`);
    if (e2e.stats.skipped > 0) {
      const electron = findElectron(root);
      notes.push(`${e2e.stats.skipped} end-to-end tests skipped${electron.found ? '' : `; the desktop suite because ${electron.reason}`}`);
    }
    if (!ok && e2e.stats.unexpected === 0) failed++;
  } else failed++;
}

console.log('');
for (const note of notes) console.log(note);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

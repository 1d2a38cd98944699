// Headless Chromium with fake devices, and pages that hold one participant each.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { token } from './akkord.mjs';
import { detour } from './udprelay.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, '../node_modules');

/** The package of a client library: the newest one has a name of its own. */
const packageOf = (version) => (version === '2.23.0'
  ? 'livekit-client' : `livekit-client-${version.split('.').slice(0, 2).join('.')}`);

const bundles = new Map();

/** A client library as one script that sets LivekitClient: the oldest ones bring no such file. */
async function bundle(version) {
  const folder = join(modules, packageOf(version));
  const script = join(folder, 'dist/livekit-client.umd.js');
  if (existsSync(script)) return readFileSync(script);
  if (!bundles.has(version)) {
    const { build } = await import('esbuild');
    const built = await build({
      entryPoints: [join(folder, 'dist/index.js')], bundle: true, write: false, format: 'iife',
      globalName: 'LivekitClient', platform: 'browser', logLevel: 'error' });
    bundles.set(version, built.outputFiles[0].contents);
  }
  return bundles.get(version);
}

/** Serves the test page on localhost: a secure context, so that cameras are allowed. */
class Pages {
  async start() {
    this.server = createServer(async (request, response) => {
      const [path, query] = request.url.split('?');
      const file = {
        '/': ['text/html', () => readFileSync(join(here, 'page.html'), 'utf8')
          .replace('/client.js', `/client.js?${query}`)],
        '/watch.js': ['text/javascript',
          () => `${detour}\n${readFileSync(join(here, 'watch.js'))}`],
        '/peer.js': ['text/javascript', () => readFileSync(join(here, 'peer.js'))],
        '/client.js': ['text/javascript', () => bundle(query)],
      }[path];
      if (!file) return response.writeHead(404).end();
      response.writeHead(200, { 'content-type': file[0] }).end(await file[1]());
    });
    await new Promise((listening) => this.server.listen(0, 'localhost', listening));
    this.url = `http://localhost:${this.server.address().port}/`;
    return this;
  }
}

/** One Chromium process. */
export class Browser {
  static async launch(extraArguments = []) {
    const browser = new Browser();
    browser.pages = await new Pages().start();
    browser.profile = mkdtempSync(join(tmpdir(), 'akkord-chromium-'));
    browser.context = await chromium.launchPersistentContext(browser.profile, {
      executablePath: execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim(),
      headless: true,
      args: [
        '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync',
        '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream',
        '--autoplay-policy=no-user-gesture-required', ...extraArguments,
      ],
    });
    return browser;
  }

  async close() {
    await this.context.close();
    this.pages.server.close();
    rmSync(this.profile, { recursive: true, force: true });
  }

  /** A page with a participant that has not joined yet. */
  async participant(version = '2.23.0') {
    const page = await this.context.newPage();
    const peer = new Peer(page);
    page.on('pageerror', (error) => peer.errors.push(String(error)));
    page.on('console', (message) => peer.console.push(`${message.type()}: ${message.text()}`));
    await page.goto(`${this.pages.url}?${version}`);
    await page.waitForFunction('window.peer !== undefined');
    return peer;
  }

  /** A participant that has joined `room`. */
  async join(server, room, identity,
    { version, roomOptions, connectOptions, grant, relay } = {}) {
    const peer = await this.participant(version);
    if (relay) await peer.page.evaluate((ports) => { window.relayPorts = ports; }, relay.ports);
    peer.identity = identity;
    peer.serverLog = () => server.log?.() ?? '';
    peer.connectMillis = await peer.call('connect', server.url, await token(room, identity, grant),
      roomOptions ?? {}, connectOptions ?? {});
    return peer;
  }
}

/** A handle on `window.peer` of a page. */
export class Peer {
  errors = [];
  console = [];
  serverLog = () => '';

  constructor(page) {
    this.page = page;
  }

  call(method, ...args) {
    return this.page.evaluate(([name, values]) => window.peer[name](...values), [method, args]);
  }

  statistics() {
    return this.call('statistics');
  }

  events(name) {
    return this.page.evaluate(
      (wanted) => window.peer.events.filter((entry) => !wanted || entry.event === wanted), name);
  }

  /** Waits until an event with these details has been seen. */
  async sees(name, ...details) {
    const found = ([event, wanted]) => window.peer.events.some((entry) =>
      entry.event === event && wanted.every((detail, i) => entry.details[i] === detail));
    await this.page.waitForFunction(found, [name, details], { timeout: 20_000 }).catch(async () => {
      throw new Error(`${this.identity} never saw ${name} ${details}; it saw ` +
        JSON.stringify(await this.events()) + '\n' + this.console.slice(-20).join('\n'));
    });
  }

  async forget() {
    await this.page.evaluate(() => { window.peer.events.length = 0; });
  }
}

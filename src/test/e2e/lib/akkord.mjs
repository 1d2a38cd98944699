// Starts and stops the server under test, and mints tokens for it.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AccessToken } from 'livekit-server-sdk';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../../..');

/** The program under test. */
export const akkord = process.env.AKKORD ?? join(root, 'bin/akkord');

/** A TCP port that nobody listens on right now. */
export async function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

/** A running server: `url` for clients, `http` for plain requests, `log()` for what it printed. */
export class Akkord {
  #process;
  #lines = [];

  /** Starts one: `extra` on the command line, `settings` in its configuration file. */
  static async start(extra = [], settings = '') {
    const server = new Akkord();
    server.port = await freePort();
    server.url = `ws://localhost:${server.port}`;
    server.http = `http://localhost:${server.port}`;
    const directory = mkdtempSync(join(tmpdir(), 'akkord-e2e-'));
    const config = join(directory, 'test.conf');
    const udp = 20_000 + (server.port % 20_000);
    server.mediaPorts = [udp, udp + 1];
    writeFileSync(config, `port = ${server.port}\nrtc.udp_port = "${udp}-${udp + 1}"\n${settings}\n`);
    server.#process = spawn(
      akkord, ['server', '--dev', '--config', config, ...extra],
      { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] });
    server.#process.stdout.on('data', (text) => server.#lines.push(String(text)));
    server.#process.stderr.on('data', (text) => server.#lines.push(String(text)));
    process.once('exit', () => { // leaves nothing behind
      server.#process.kill('SIGKILL');
      rmSync(directory, { recursive: true, force: true });
    });
    await server.#ready();
    return server;
  }

  log() {
    return this.#lines.join('');
  }

  get pid() {
    return this.#process.pid;
  }

  async #ready() {
    const deadline = Date.now() + 300_000;
    while (Date.now() < deadline) {
      if (this.#process.exitCode !== null) {
        throw new Error(`the server ended with ${this.#process.exitCode}:\n${this.log()}`);
      }
      const answer = await fetch(this.http).catch(() => null);
      // It answers just before it says who it is, and the tests read that.
      if (answer?.status === 200 && this.log().includes('\nJoin a call: ')) return;
      await new Promise((again) => setTimeout(again, 100));
    }
    throw new Error(`the server did not answer in time:\n${this.log()}`);
  }

  /** Sends SIGTERM; resolves with the milliseconds it took to end. */
  async stop() {
    if (this.#process.exitCode !== null) return 0;
    const started = Date.now();
    const ended = new Promise((done) => this.#process.once('exit', done));
    this.#process.kill('SIGTERM');
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), 15_000);
    await ended;
    clearTimeout(timer);
    return Date.now() - started;
  }
}

/** A join token for the dev keys. */
export async function token(room, identity, grant = {}, options = {}) {
  const access = new AccessToken('devkey', 'secret', { identity, ttl: '10m', ...options });
  access.addGrant({ roomJoin: true, room, ...grant });
  return access.toJwt();
}

// Participants on @livekit/rtc-node in child processes: starts the scripts beside this file and
// collects what they say.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { token } from './akkord.mjs';
import { until } from './media.mjs';

/** Tells events, by default those of lib/rtcwatch.mjs. */
export class NodePeer {
  said = [];
  stderr = '';

  /** Resolves when it has joined, and published if `mode` says so. */
  static join(server, identity, access, ...mode) {
    return this.run('rtcwatch.mjs', server, identity, access, ...mode);
  }

  /** The same with another script beside this file. */
  static async run(name, server, identity, access, ...mode) {
    const peer = new this();
    peer.identity = identity;
    const script = fileURLToPath(new URL(`./${name}`, import.meta.url));
    peer.process = spawn(process.execPath, [script, server.url, access, ...mode]);
    peer.process.stderr.on('data', (text) => { peer.stderr += text; });
    createInterface({ input: peer.process.stdout }).on('line', (line) => {
      if (line.startsWith('{')) peer.said.push(JSON.parse(line));
    });
    process.once('exit', () => peer.process.kill('SIGKILL'));
    await until(() => peer.isConnected || peer.process.exitCode !== null,
      () => `${identity} connects: ${peer.stderr}`, 40);
    assert.equal(peer.process.exitCode, null, peer.stderr);
    return peer;
  }

  get isConnected() {
    return this.find('connected') !== undefined;
  }

  find(event, fits = () => true) {
    return this.said.find((line) => line.event === event && fits(line));
  }

  /** Resolves with the first line of this event that fits. */
  says(event, fits) {
    return until(() => this.find(event, fits),
      () => `${this.identity} says ${event}: ${JSON.stringify(this.said)} ${this.stderr}`);
  }

  /** Has the script do something; resolves when it is done. */
  async does(order) {
    const id = this.said.length;
    this.process.stdin.write(`${JSON.stringify({ ...order, id })}\n`);
    await this.says('done', (line) => line.id === id);
  }

  async leave() {
    if (this.process.exitCode === null) {
      this.process.kill('SIGTERM');
      const timer = setTimeout(() => this.process.kill('SIGKILL'), 10_000);
      await once(this.process, 'exit');
      clearTimeout(timer);
    }
    assert.doesNotMatch(this.stderr, /panicked/);
  }
}

/** lib/rtcnode.mjs: `counts` is the newest line it printed. */
export class CountingPeer extends NodePeer {
  static async join(server, room, identity, ...mode) {
    return this.run('rtcnode.mjs', server, identity, await token(room, identity), ...mode);
  }

  get counts() {
    return this.said.at(-1) ?? {};
  }

  get isConnected() {
    return this.counts.connected > 0;
  }
}

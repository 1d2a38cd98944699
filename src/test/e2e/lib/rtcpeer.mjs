// A participant on @livekit/rtc-node in a child process.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { token } from './akkord.mjs';
import { until } from './media.mjs';

/** A child process that joins; `counts` is the newest line it printed. */
export class NodePeer {
  counts = {};
  stderr = '';

  static async join(server, room, identity, ...mode) {
    const peer = new NodePeer();
    const script = fileURLToPath(new URL('./rtcnode.mjs', import.meta.url));
    peer.process = spawn(process.execPath, [script, server.url, await token(room, identity), ...mode]);
    peer.process.stderr.on('data', (text) => { peer.stderr += text; });
    createInterface({ input: peer.process.stdout }).on('line', (line) => {
      if (line.startsWith('{')) peer.counts = JSON.parse(line);
    });
    await until(() => peer.counts.connected > 0 || peer.process.exitCode !== null,
      () => `${identity} connects: ${peer.stderr}`);
    assert.equal(peer.process.exitCode, null, peer.stderr);
    return peer;
  }

  async leave() {
    this.process.kill('SIGTERM');
    const timer = setTimeout(() => this.process.kill('SIGKILL'), 10_000);
    await once(this.process, 'exit');
    clearTimeout(timer);
    assert.doesNotMatch(this.stderr, /panicked/);
  }
}

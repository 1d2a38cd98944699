// Unmodified @livekit/rtc-node (the Rust core of most SDKs) with itself and with Chromium.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { Akkord } from './lib/akkord.mjs';
import { Browser } from './lib/browser.mjs';
import { CountingPeer } from './lib/nodepeer.mjs';
import { during, hearsAudio, seesVideo, seconds, until } from './lib/media.mjs';

let server;
let browser;

before(async () => {
  [server, browser] = await Promise.all([Akkord.start(), Browser.launch()]);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

test('rtc-node to rtc-node', async () => {
  const alice = await CountingPeer.join(server, 'node', 'alice', 'publish');
  const bob = await CountingPeer.join(server, 'node', 'bob');
  await until(() => bob.counts.video > 5 && bob.counts.energy > 0, () => JSON.stringify(bob.counts) + bob.stderr);
  const [sent, seen] = [alice.counts.sent, bob.counts.video];
  await seconds(10);
  assert.ok(bob.counts.video - seen >= 0.8 * (alice.counts.sent - sent),
    `${bob.counts.video - seen} of ${alice.counts.sent - sent} frames`);
  await bob.leave();
  await alice.leave();
});

test('rtc-node with Chromium, both ways', async () => {
  const alice = await CountingPeer.join(server, 'mixed', 'alice', 'publish');
  const bob = await browser.join(server, 'mixed', 'bob');
  await bob.call('publish');
  await Promise.all([seesVideo(bob), hearsAudio(bob)]);
  await until(() => alice.counts.video > 5 && alice.counts.energy > 0,
    () => JSON.stringify(alice.counts) + alice.stderr);
  const [sent, seen] = [alice.counts.sent, alice.counts.video];
  const [sums] = await during(10, bob);
  assert.ok(sums.framesDecoded >= 0.8 * (alice.counts.sent - sent),
    `bob: ${sums.framesDecoded} of ${alice.counts.sent - sent} frames`);
  assert.ok(alice.counts.video - seen >= 0.8 * sums.framesEncoded,
    `alice: ${alice.counts.video - seen} of ${sums.framesEncoded} frames`);
  await alice.leave();
  await bob.sees('participantDisconnected', 'alice');
  await bob.page.close();
});

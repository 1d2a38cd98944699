// Unmodified livekit-client 2.23.0 in headless Chromium: calls between two and three people.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { Akkord } from './lib/akkord.mjs';
import { Browser } from './lib/browser.mjs';
import { assertAudio, assertFrames, during, hearsAudio, seconds, seesVideo, until } from './lib/media.mjs';

let server;
let browser;

before(async () => {
  [server, browser] = await Promise.all([Akkord.start(), Browser.launch()]);
});

after(async () => {
  await browser?.close();
  const took = await server?.stop();
  console.log(`# the server took ${took} ms to stop`);
  assert.ok(took < 15_000, 'the server had to be killed');
});

const modes = { 'single PC': {}, 'dual PC': { singlePeerConnection: false } };

for (const [mode, roomOptions] of Object.entries(modes)) {
  test(`${mode}: two people see and hear each other`, async () => {
    const room = `two ${mode}`;
    const alice = await browser.join(server, room, 'alice', { roomOptions });
    await alice.call('publish');
    const bob = await browser.join(server, room, 'bob', { roomOptions });
    await bob.call('publish');
    await Promise.all([seesVideo(alice), seesVideo(bob), hearsAudio(alice), hearsAudio(bob)]);
    const [a, b] = await during(10, alice, bob);
    assertFrames(a, b);
    assertFrames(b, a);
    assertAudio(a);
    assertAudio(b);
    console.log(`# ${mode}: connect ${Math.round(alice.connectMillis)} and ` +
      `${Math.round(bob.connectMillis)} ms, ${JSON.stringify(b.transports)}`);
    await Promise.all([alice.page.close(), bob.page.close()]);
  });
}

test('three people in a room', async () => {
  const names = ['alice', 'bob', 'carol'];
  const peers = [];
  for (const name of names) {
    const peer = await browser.join(server, 'three', name);
    await peer.call('publish');
    peers.push(peer);
  }
  await Promise.all(peers.map((peer) => seesVideo(peer, 2)));
  const sums = await during(10, ...peers);
  sums.forEach((mine, i) => {
    const others = sums.filter((_, j) => j !== i);
    const sent = others.reduce((sum, other) => sum + other.framesEncoded, 0);
    assertFrames({ framesEncoded: sent }, mine);
    assertAudio(mine);
  });
  await Promise.all(peers.map((peer) => peer.page.close()));
});

for (const [mode, roomOptions] of Object.entries(modes)) {
  test(`${mode}: mute, unmute, unpublish, republish, leave, rejoin, killed page`, async () => {
    const room = `life ${mode}`;
    const alice = await browser.join(server, room, 'alice', { roomOptions });
    let bob = await browser.join(server, room, 'bob', { roomOptions });
    await alice.call('publish');
    await seesVideo(bob);
    await hearsAudio(bob);

    await alice.call('mute', 'camera');
    await bob.sees('trackMuted', 'alice', 'camera');
    await seconds(1);
    const [muted] = await during(2, bob);
    assert.ok(muted.framesDecoded <= 2, `${muted.framesDecoded} frames while muted`);

    await alice.call('unmute', 'camera');
    await bob.sees('trackUnmuted', 'alice', 'camera');
    await seconds(1);
    const [sent, seen] = await during(5, alice, bob);
    assertFrames(sent, seen, 0.7);

    await alice.call('unpublish', 'camera');
    await bob.sees('trackUnpublished', 'alice', 'camera');
    await bob.sees('trackUnsubscribed', 'alice', 'camera');
    await bob.forget();
    await alice.call('publish', { microphone: false });
    await bob.sees('trackSubscribed', 'alice', 'camera');
    await seconds(1);
    const [again, watched] = await during(5, alice, bob);
    assertFrames(again, watched, 0.7);

    await bob.call('leave');
    await alice.sees('participantDisconnected', 'bob');
    await bob.page.close();
    bob = await browser.join(server, room, 'bob', { roomOptions });
    await seesVideo(bob);
    await hearsAudio(bob);

    await alice.page.close();
    await until(async () => (await bob.events('participantDisconnected')).length > 0,
      'bob notices that alice has gone', 30);
    await bob.page.close();
  });
}

test('the same identity twice: the old session ends, the new one lives', async () => {
  const old = await browser.join(server, 'twins', 'alice');
  const bob = await browser.join(server, 'twins', 'bob');
  const fresh = await browser.join(server, 'twins', 'alice');
  await old.sees('disconnected', 2);
  await fresh.call('publish');
  await seesVideo(bob);
  await Promise.all([old, bob, fresh].map((peer) => peer.page.close()));
});

test('active speakers are announced and end', async () => {
  const alice = await browser.join(server, 'speakers', 'alice');
  const bob = await browser.join(server, 'speakers', 'bob');
  await alice.call('publishTone');
  await bob.sees('speakers', 'alice');
  await bob.forget();
  await alice.call('mute', 'microphone');
  await until(async () => (await bob.events('speakers')).some((entry) => entry.details.length === 0),
    'the speaker ends');
  await Promise.all([alice, bob].map((peer) => peer.page.close()));
});

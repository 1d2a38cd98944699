// Unmodified livekit-client 2.23.0 and rtc-node that lose their signalling, their network or their
// server, and come back: in single-PC and in dual-PC mode.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { Akkord } from './lib/akkord.mjs';
import { Browser } from './lib/browser.mjs';
import { CountingPeer } from './lib/nodepeer.mjs';
import { during, seesVideo, seconds, until } from './lib/media.mjs';
import { Proxy } from './lib/proxy.mjs';
import { UdpRelay } from './lib/udprelay.mjs';

let server;
let browser;
let proxy;

before(async () => {
  [server, browser] = await Promise.all([Akkord.start(), Browser.launch()]);
  proxy = await Proxy.start(server.port);
});

after(async () => {
  proxy?.close();
  await browser?.close();
  await server?.stop();
});

const modes = { 'single PC': {}, 'dual PC': { singlePeerConnection: false } };
const small = { microphone: false, video: { resolution: { width: 320, height: 180, frameRate: 15 } } };

/** Alice and bob send video to each other; bob's signalling goes through the proxy. */
async function call(room, roomOptions, more = {}) {
  const alice = await browser.join(server, room, 'alice', { roomOptions });
  await alice.call('publish', small);
  const through = { url: proxy.url, log: () => server.log() };
  const bob = await browser.join(through, room, 'bob', { roomOptions, ...more });
  await bob.call('publish', small);
  await Promise.all([seesVideo(alice), seesVideo(bob)]);
  return { alice, bob };
}

/** Lets something happen to `peer` and waits until it says that it is back. */
async function comesBack(peer, happens, timeout = 40) {
  await peer.forget();
  const started = Date.now();
  await happens();
  await until(async () => (await peer.events('reconnected')).length > 0,
    async () => `reconnected; saw ${JSON.stringify(await peer.events())}\n` +
      peer.console.slice(-30).join('\n') + server.log().slice(-3000), timeout);
  return Date.now() - started;
}

/** What one sent in `duration` seconds, and during what `happens`, the other decoded. */
async function talkThrough(duration, alice, bob, share, happens = async () => {}) {
  const before = await Promise.all([alice.statistics(), bob.statistics()]);
  const result = await happens();
  await seconds(duration);
  const now = await Promise.all([alice.statistics(), bob.statistics()]);
  for (const [from, to] of [[0, 1], [1, 0]]) {
    const sent = now[from].framesEncoded - before[from].framesEncoded;
    const seen = now[to].framesDecoded - before[to].framesDecoded;
    assert.ok(sent > 0, 'nothing was sent');
    assert.ok(seen >= share * sent, `${seen} of ${sent} frames arrived`);
  }
  return result;
}

/** Both see frames of each other, however slow the machine is. */
async function stillTalk(...peers) {
  const all = () => Promise.all(peers.map((peer) => peer.statistics()));
  const before = await all();
  await until(
    async () => (await all()).every((now, i) => now.framesDecoded - before[i].framesDecoded > 20),
    async () => `20 more frames; before ${JSON.stringify(before)}, now ${JSON.stringify(await all())}`,
    30);
}

/** Whatever happens, neither side misses frames, nor does the session change. */
async function resumes(name, { alice, bob }, happens) {
  const sid = await bob.call('sid');
  await Promise.all([alice.call('watchGap'), bob.call('watchGap')]);
  const took = await talkThrough(1, alice, bob, 0.8, () => comesBack(bob, happens));
  const gaps = await Promise.all([alice.call('longestGap'), bob.call('longestGap')]);
  console.log(`# ${name}: back after ${took} ms, longest gaps ${gaps.map(Math.round)} ms`);
  assert.equal(await bob.call('sid'), sid, 'another session');
}

for (const [mode, roomOptions] of Object.entries(modes)) {
  test(`${mode}: media flows on while signalling comes back`, async () => {
    const peers = await call(`resume ${mode}`, roomOptions);
    const { alice, bob } = peers;
    await resumes(`${mode}, signal-reconnect`, peers, () => bob.call('simulate', 'signal-reconnect'));
    await resumes(`${mode}, killed WebSocket`, peers, () => proxy.cut());
    await resumes(`${mode}, signalling gone for 3 s`, peers, () => proxy.cutFor(3000));
    await resumes(`${mode}, cut again while resuming`, peers,
      () => bob.call('simulate', 'disconnect-signal-on-resume'));
    await resumes(`${mode}, three attempts fail`, peers,
      () => bob.call('simulate', 'disconnect-signal-on-resume-no-messages'));
    await Promise.all([alice, bob].map((peer) => peer.page.close()));
  });

  test(`${mode}: what happens while signalling is away is caught up with`, async () => {
    const room = `away ${mode}`;
    const { alice, bob } = await call(room, roomOptions);
    const carol = await browser.join(server, room, 'carol', { roomOptions });
    await bob.sees('participantConnected', 'carol');
    let dave;
    await comesBack(bob, async () => {
      const away = proxy.cutFor(4000);
      await seconds(0.3);
      await alice.call('unpublish', 'camera');
      await carol.call('leave');
      dave = await browser.join(server, room, 'dave', { roomOptions });
      await dave.call('publish', small);
      await away;
    });
    await bob.sees('participantDisconnected', 'carol');
    await bob.sees('trackUnsubscribed', 'alice', 'camera');
    await bob.sees('participantConnected', 'dave');
    await bob.sees('trackSubscribed', 'dave', 'camera');
    const [seen] = await during(2, bob);
    assert.ok(seen.framesDecoded > 15, `${seen.framesDecoded} frames of dave`);
    await Promise.all([alice, bob, carol, dave].map((peer) => peer.page.close()));
  });

  test(`${mode}: a WebSocket killed during negotiation`, async () => {
    const { alice, bob } = await call(`negotiation ${mode}`, roomOptions);
    // A section for alice's sound is being negotiated with bob.
    await comesBack(bob, async () => {
      await alice.call('publishTone');
      proxy.cut();
    });
    await bob.sees('trackSubscribed', 'alice', 'microphone');
    await stillTalk(alice, bob);

    // Bob's own offer is on its way. The library cannot restart ICE on top of an unanswered offer
    // with a new section: it starts over, and may give the publication up.
    await comesBack(bob, async () => {
      const publishing = bob.call('publishTone').catch(() => {});
      await seconds(0.02);
      proxy.cut();
      await publishing;
    });
    if ((await alice.events('trackSubscribed')).every((entry) => entry.details[1] !== 'microphone')) {
      await bob.call('publishTone').catch(() => {});
    }
    await alice.sees('trackSubscribed', 'bob', 'microphone');
    await seesVideo(bob);
    await stillTalk(alice, bob);
    await Promise.all([alice, bob].map((peer) => peer.page.close()));
  });

  test(`${mode}: scenarios that end in another session`, async () => {
    const { alice, bob } = await call(`scenarios ${mode}`, roomOptions);
    for (const scenario of ['resume-reconnect', 'full-reconnect', 'node-failure', 'migration',
      'leave-full-reconnect', 'force-tcp']) {
      const sid = await bob.call('sid');
      await alice.forget();
      const took = await comesBack(bob, () => bob.call('simulate', scenario));
      console.log(`# ${mode}, ${scenario}: back after ${took} ms`);
      assert.notEqual(await bob.call('sid'), sid, `${scenario}: the same session`);
      await alice.sees('trackSubscribed', 'bob', 'camera');
      await seesVideo(bob);
      await stillTalk(alice, bob);
    }
    // The library is back before it takes itself for it; what happens until then it tells later.
    await until(() => bob.page.evaluate(() => !window.peer.room().engine.pendingReconnect),
      'bob has reconnected');
    await bob.call('simulate', 'subscriber-bandwidth', 1_000_000);
    await bob.call('simulate', 'speaker');
    await bob.sees('speakers', 'bob');
    await bob.call('simulate', 'server-leave');
    await bob.sees('disconnected', 3);
    await alice.sees('participantDisconnected', 'bob');
    await Promise.all([alice, bob].map((peer) => peer.page.close()));
  });

  test(`${mode}: the network is gone for 8 s`, async () => {
    const relay = await UdpRelay.start(server.mediaPorts);
    const { alice, bob } = await call(`network ${mode}`, roomOptions, { relay });
    const sid = await bob.call('sid');
    await comesBack(bob, async () => {
      relay.lost = true;
      const cut = proxy.cutFor(8000);
      await seconds(1);
      const [away] = await during(2, bob);
      assert.ok(away.framesDecoded < 5, `the network still works: ${away.framesDecoded} frames`);
      await cut;
      relay.lost = false;
    });
    await seesVideo(bob);
    await stillTalk(alice, bob);
    assert.equal(await bob.call('sid'), sid, 'another session');
    await Promise.all([alice, bob].map((peer) => peer.page.close()));
    relay.close();
  });
}

test('rtc-node resumes after its socket was killed', async () => {
  const alice = await browser.join(server, 'node', 'alice');
  const node = await CountingPeer.join({ url: proxy.url }, 'node', 'node', 'publish');
  await alice.call('publish', small);
  await seesVideo(alice);
  await until(() => node.counts.video > 5, () => JSON.stringify(node.counts) + node.stderr);
  await alice.forget();
  const before = await alice.statistics();
  const sent = node.counts.sent;
  proxy.cut();
  await until(() => node.counts.reconnected > 0, () => JSON.stringify(node.counts) + node.stderr);
  const seen = node.counts.video;
  await seconds(2);
  assert.ok(node.counts.video > seen, 'no frames after the resume');
  const arrived = (await alice.statistics()).framesDecoded - before.framesDecoded;
  assert.ok(arrived >= 0.8 * (node.counts.sent - sent) - 10,
    `${arrived} of ${node.counts.sent - sent} frames arrived`);
  assert.equal((await alice.events('participantDisconnected')).length, 0, 'another session');
  await node.leave();
  await alice.page.close();
});

// Data tracks between unmodified clients: livekit-client in both modes, and rtc-node's core.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { RoomServiceClient } from 'livekit-server-sdk';
import { Akkord, token } from './lib/akkord.mjs';
import { Browser } from './lib/browser.mjs';
import { until } from './lib/media.mjs';
import { NodePeer } from './lib/nodepeer.mjs';
import { Proxy } from './lib/proxy.mjs';

const helpers = readFileSync(fileURLToPath(new URL('./lib/datatracks.js', import.meta.url)), 'utf8');
const single = { roomOptions: { singlePeerConnection: true } };
const dual = { roomOptions: { singlePeerConnection: false } };
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

async function join(room, identity, { through, ...options }) {
  const peer = await browser.join(through ?? server, room, identity, options);
  await peer.page.evaluate(helpers);
  peer.tracks = (method, ...args) => peer.page.evaluate(
    ([name, values]) => window.tracks[name](...values), [method, args]);
  return peer;
}

async function publish(peer, name) {
  const { sid, error } = await peer.tracks('publish', name);
  assert.match(sid ?? error, /^DTR_[0-9A-Za-z]{12}$/);
}

const told = async (peer) => `\n${peer.console.slice(-20).join('\n')}\n${server.log().slice(-2000)}`;

async function subscribe(peer, from, name) {
  await until(async () => (await peer.tracks('offered', from)).includes(name),
    async () => `${peer.identity} hears of ${name}${await told(peer)}`);
  await peer.tracks('subscribe', from, name);
}

/** Sends frames until `peers` have got some of them whole: loss is allowed, damage is not. */
async function flows(from, name, size, ...peers) {
  const before = await Promise.all(peers.map(async (peer) => (await peer.tracks('frames', name)).length));
  let number = from.sent ?? 0;
  const got = async () => {
    await from.tracks('push', name, number, number += 5, size);
    const counts = await Promise.all(peers.map(async (peer) => (await peer.tracks('frames', name)).length));
    return counts.every((count, i) => count >= before[i] + 20);
  };
  await until(got, async () => `frames of ${name}${await told(peers[0])}`, 30);
  from.sent = number;
  for (const peer of peers) {
    for (const frame of await peer.tracks('frames', name)) {
      assert.ok(frame.intact && frame.size === size && frame.time === frame.number + 1,
        `${peer.identity} got ${JSON.stringify(frame)}`);
    }
  }
}

const leave = (...peers) => Promise.all(peers.map((peer) => peer.page.close()));

for (const [mode, [mine, yours]] of Object.entries({
  'single PC to dual PC': [single, dual],
  'dual PC to 2.18.10': [dual, { version: '2.18.10' }],
  '2.18.10 to single PC': [{ version: '2.18.10' }, single],
})) {
  test(`${mode}: frames reach an early and a late subscriber, until the track ends`, async () => {
    const alice = await join(mode, 'alice', mine);
    const bob = await join(mode, 'bob', yours);
    await publish(alice, 'pose');
    await publish(alice, 'other');
    await subscribe(bob, 'alice', 'pose');
    await flows(alice, 'pose', 100, bob);
    const carol = await join(mode, 'carol', yours);
    await subscribe(carol, 'alice', 'other'); // so that handles differ
    await subscribe(carol, 'alice', 'pose');
    await flows(alice, 'pose', 100, bob, carol);
    assert.deepEqual(await carol.tracks('frames', 'other'), []);
    await alice.tracks('unpublish', 'pose');
    for (const peer of [bob, carol]) {
      await until(() => peer.tracks('ended', 'pose'), `${peer.identity} sees the end`);
      assert.deepEqual(await peer.tracks('offered', 'alice'), ['other']);
    }
    assert.equal(await alice.tracks('isPublished', 'pose'), false);
    await leave(alice, bob, carol);
  });
}

test('frames of many packets arrive whole', async () => {
  const alice = await join('large', 'alice', single);
  const bob = await join('large', 'bob', single);
  await publish(alice, 'map');
  await subscribe(bob, 'alice', 'map');
  await flows(alice, 'map', 100_000, bob);
  await leave(alice, bob);
});

test('permissions: refused at first, taken away while it runs, given back', async () => {
  const api = new RoomServiceClient(server.http, 'devkey', 'secret');
  const may = (identity, permission) => api.updateParticipant('rights', identity, {
    permission: { canPublish: true, canSubscribe: true, canPublishData: true, ...permission } });
  const alice = await join('rights', 'alice', { ...single, grant: { canPublishData: false } });
  const bob = await join('rights', 'bob', dual);
  assert.deepEqual(await alice.tracks('publish', 'pose'), { error: 'NotAllowed' });
  await may('alice', {});
  await publish(alice, 'pose');
  assert.deepEqual(await alice.tracks('publish', 'pose'), { error: 'DuplicateName' });
  await subscribe(bob, 'alice', 'pose');
  await flows(alice, 'pose', 100, bob);

  await may('bob', { canSubscribe: false });
  await may('bob', {});
  await flows(alice, 'pose', 100, bob);

  await may('alice', { canPublishData: false });
  await until(() => bob.tracks('ended', 'pose'), 'bob sees the end');
  await until(async () => !(await alice.tracks('isPublished', 'pose')), 'alice hears of it');
  await leave(alice, bob);
});

for (const [mode, options] of Object.entries({ 'single PC': single, 'dual PC': dual })) {
  test(`${mode}: tracks outlive a resume of either side`, async () => {
    const alice = await join(`resume ${mode}`, 'alice', { ...options, through: proxy });
    const bob = await join(`resume ${mode}`, 'bob', { ...options, through: proxy });
    await publish(alice, 'pose');
    await subscribe(bob, 'alice', 'pose');
    await flows(alice, 'pose', 100, bob);
    proxy.cut();
    await Promise.all([alice.sees('reconnected'), bob.sees('reconnected')]);
    await flows(alice, 'pose', 100, bob);
    await leave(alice, bob);
  });
}

test('rtc-node and Chromium receive each other, each under its own handles', async () => {
  const node = async (identity) =>
    NodePeer.run('rtctracks.mjs', server, identity, await token('node', identity));
  const bob = await join('node', 'bob', single);
  const [alice, carol] = await Promise.all([node('alice'), node('carol')]);
  await publish(bob, 'pose');
  await alice.does({ do: 'publish', name: 'map' });
  assert.match(alice.find('published').sid, /^DTR_/);

  const receives = async (peer, name) => {
    await peer.says('offered', (line) => line.name === name);
    await peer.does({ do: 'subscribe', name });
    const frames = () => peer.said.filter((line) => line.event === 'frame' && line.name === name);
    const tracks = (method) => (method === 'frames' ? frames() : undefined);
    return { identity: peer.identity, console: [], tracks };
  };
  await flows(bob, 'pose', 100, await receives(alice, 'pose'), await receives(carol, 'pose'));

  await subscribe(bob, 'alice', 'map');
  const sender = { tracks: (_, name, from, to, size) => alice.does({ do: 'push', name, from, to, size }) };
  await flows(sender, 'map', 40_000, bob, await receives(carol, 'map'));
  await alice.does({ do: 'unpublish', name: 'map' });
  await until(() => bob.tracks('ended', 'map'), 'bob sees the end');
  await bob.tracks('unpublish', 'pose');
  await carol.says('ended', (line) => line.name === 'pose');
  await Promise.all([alice.leave(), carol.leave(), leave(bob)]);
});

test('who starts over publishes again by itself, and can receive again', async () => {
  const alice = await join('over', 'alice', single);
  const bob = await join('over', 'bob', single);
  await publish(alice, 'pose');
  await subscribe(bob, 'alice', 'pose');
  await flows(alice, 'pose', 100, bob);
  const startOver = async (peer) => {
    await peer.page.evaluate(() => window.peer.room().simulateScenario('full-reconnect'));
    await peer.sees('reconnected');
  };
  await startOver(alice);
  await until(() => alice.tracks('isPublished', 'pose'), 'alice publishes again');
  await subscribe(bob, 'alice', 'pose');
  await flows(alice, 'pose', 100, bob);
  await startOver(bob);
  assert.equal(await bob.tracks('ended', 'pose'), true); // the client leaves it to the application
  await subscribe(bob, 'alice', 'pose');
  await flows(alice, 'pose', 100, bob);
  await leave(alice, bob);
});

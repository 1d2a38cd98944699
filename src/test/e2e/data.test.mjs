// Data between unmodified clients: plain RTCPeerConnections of Chromium, livekit-client, rtc-node.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RoomServiceClient } from 'livekit-server-sdk';
import { Akkord, token } from './lib/akkord.mjs';
import { Browser } from './lib/browser.mjs';
import { seconds, until } from './lib/media.mjs';
import { NodePeer } from './lib/nodepeer.mjs';
import { Proxy } from './lib/proxy.mjs';
import { UdpRelay } from './lib/udprelay.mjs';

const helpers = readFileSync(fileURLToPath(new URL('./lib/data.js', import.meta.url)), 'utf8');
const upTo = (count) => Array.from({ length: count }, (_, i) => i);
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
  await peer.page.evaluate(() => window.data.listen());
  peer.data = (method, ...args) => peer.page.evaluate(
    ([name, values]) => window.data[name](...values), [method, args]);
  peer.got = (list) => peer.page.evaluate((name) => window.data[name], list);
  return peer;
}

/** Waits until `peer` has got these numbers from someone, in this order. */
async function gets(peer, from, numbers, topic, timeout = 30) {
  await until(async () => (await peer.data('numbers', from, topic)).length >= numbers.length,
    async () => `${peer.identity} gets ${numbers.length} from ${from}; has ` +
      JSON.stringify(await peer.data('numbers', from, topic)) + '\n' +
      peer.console.slice(-20).join('\n') + server.log().slice(-3000), timeout);
  assert.deepEqual(await peer.data('numbers', from, topic), numbers);
  assert.ok(await peer.data('intact'), `${peer.identity} got damaged data`);
}

const leave = (...peers) => Promise.all(peers.map((peer) => peer.page.close()));
const single = { roomOptions: { singlePeerConnection: true } };
const dual = { roomOptions: { singlePeerConnection: false } };
const modes = {
  'single PC to single PC': [single, single],
  'dual PC to dual PC': [dual, dual],
  'single PC to dual PC': [single, dual],
  'dual PC to single PC': [dual, single],
  '1.15.13 to 2.23.0': [{ version: '1.15.13' }, single],
  '2.23.0 to 1.15.13': [dual, { version: '1.15.13' }],
};

for (const [mode, [mine, yours]] of Object.entries(modes)) {
  test(`${mode}: reliable and lossy packets arrive, large ones too`, async () => {
    const alice = await join(mode, 'alice', mine);
    const bob = await join(mode, 'bob', yours);
    await alice.data('send', 50, 900, { reliable: true, topic: 'r' });
    await gets(bob, 'alice', upTo(50), 'r');
    await alice.data('send', 20, 900, { reliable: false, topic: 'l' }, 20);
    await until(async () => (await bob.data('numbers', 'alice', 'l')).length >= 18,
      async () => `18 of 20 lossy packets; got ${await bob.data('numbers', 'alice', 'l')}`);
    await alice.data('send', 3, 60_000, { reliable: true, topic: 'big' });
    await gets(bob, 'alice', upTo(3), 'big');
    await alice.sees('participantConnected', 'bob'); // who publishes nothing is announced late
    await bob.data('send', 5, 100, { reliable: true });
    await gets(alice, 'bob', upTo(5));
    await leave(alice, bob);
  });
}

test('destinations: only those who are named get it', async () => {
  const [alice, bob, carol] = [
    await join('named', 'alice', single), await join('named', 'bob', dual), await join('named', 'carol', single)];
  await alice.data('send', 3, 100, { reliable: true, topic: 'bob', destinationIdentities: ['bob'] });
  await alice.data('send', 3, 100, { reliable: true, topic: 'all' });
  await gets(bob, 'alice', upTo(3), 'bob');
  await gets(carol, 'alice', upTo(3), 'all');
  assert.deepEqual(await carol.data('numbers', 'alice', 'bob'), []);
  assert.deepEqual(await alice.got('packets'), []);
  await leave(alice, bob, carol);
});

test('who may not publish data is not heard', async () => {
  const alice = await join('mute', 'alice', { ...single, grant: { canPublishData: false } });
  const bob = await join('mute', 'bob', single);
  await alice.data('send', 5, 100, { reliable: true }).catch(() => {});
  await alice.sees('participantConnected', 'bob');
  await bob.data('send', 1, 100, { reliable: true });
  await gets(alice, 'bob', [0]);
  assert.deepEqual(await bob.got('packets'), []);
  await leave(alice, bob);
});

test('a joiner misses nothing from its first reliable packet on', async () => {
  const alice = await join('early', 'alice', single);
  const sending = alice.data('send', 400, 100, { reliable: true }, 10);
  const carol = await browser.participant();
  carol.numbers = () => carol.page.evaluate(() => window.numbers);
  await carol.page.evaluate(async ([url, access]) => {
    const room = new window.LivekitClient.Room();
    window.numbers = [];
    room.on('dataReceived', (payload) =>
      window.numbers.push(new DataView(payload.buffer, payload.byteOffset).getUint32(0)));
    await room.connect(url, access);
  }, [server.url, await token('early', 'carol')]);
  await sending;
  await until(async () => (await carol.numbers()).at(-1) === 399,
    async () => `carol gets the last; has ${await carol.numbers()}`);
  const numbers = await carol.numbers();
  assert.deepEqual(numbers, upTo(400).slice(numbers[0]));
  await leave(alice, carol);
});

for (const [mode, options] of Object.entries({ 'single PC': single, 'dual PC': dual })) {
  test(`${mode}: a resume in the middle of a transfer loses and repeats nothing`, async () => {
    const alice = await join(`resume ${mode}`, 'alice', { ...options, through: proxy });
    const bob = await join(`resume ${mode}`, 'bob', { ...options, through: proxy });
    const sending = alice.data('send', 300, 2000, { reliable: true }, 15);
    await seconds(1.5);
    proxy.cut();
    await Promise.all([alice, bob].map((peer) => peer.sees('reconnected')));
    await sending;
    await gets(bob, 'alice', upTo(300));
    await leave(alice, bob);
  });
}

test('text streams, a file of 5 MB with progress, RPC with 15 kB, errors and timeouts', async () => {
  const alice = await join('streams', 'alice', single);
  const bob = await join('streams', 'bob', dual);
  const text = 'Grüße '.repeat(10_000);
  await alice.data('sendText', text);
  await until(async () => (await bob.got('streams')).length === 1, 'the text');
  assert.deepEqual(await bob.got('streams'), [{ from: 'alice', text }]);

  const sent = await alice.data('sendFile', 5 << 20);
  await until(async () => (await bob.got('files')).length === 1, 'the file', 60);
  assert.deepEqual(await bob.got('files'),
    [{ from: 'alice', name: 'five.bin', size: 5 << 20, hash: sent.hash }]);
  assert.ok(sent.progress > 1 && sent.last === 1, JSON.stringify(sent));

  const payload = 'abc'.repeat(5000);
  assert.deepEqual(await alice.data('rpc', 'bob', 'reverse', payload),
    { answer: `alice:${'cba'.repeat(5000)}` });
  assert.deepEqual(await bob.data('rpc', 'alice', 'refuse', ''),
    { code: 1234, message: 'not today', data: 'because' });
  assert.equal((await bob.data('rpc', 'alice', 'unknown', '')).code, 1400);
  assert.equal((await bob.data('rpc', 'nobody', 'reverse', 'x', 3000)).code > 1500, true);
  await leave(alice, bob);
});

test('rtc-node with rtc-node and with Chromium: packets, text, RPC', async () => {
  const node = async (identity) =>
    NodePeer.run('rtcdata.mjs', server, identity, await token('node', identity));
  const bob = await join('node', 'bob', single);
  const [alice, carol] = await Promise.all([node('alice'), node('carol')]);
  await Promise.all([bob.sees('participantConnected', 'alice'), bob.sees('participantConnected', 'carol')]);

  await alice.does({ do: 'send', count: 30, size: 1000, reliable: true, topic: 'r' });
  await alice.does({ do: 'send', count: 2, size: 60_000, reliable: true, topic: 'big' });
  await gets(bob, 'alice', upTo(30), 'r');
  await gets(bob, 'alice', upTo(2), 'big');
  const heard = () => carol.said.filter((line) => line.event === 'data');
  await until(() => heard().length === 32, () => `carol gets 32: ${JSON.stringify(carol.said)}`);
  assert.deepEqual(heard().map((line) => line.number), [...upTo(30), ...upTo(2)]);
  assert.ok(heard().every((line) => line.intact));

  await bob.data('send', 10, 1000, { reliable: true, destinationIdentities: ['carol'] });
  await until(() => heard().length === 42, 'carol gets what bob sends her');
  assert.equal(alice.find('data'), undefined);

  await bob.data('sendText', 'from the browser');
  await carol.says('text', (line) => line.from === 'bob' && line.text === 'from the browser');
  await alice.does({ do: 'text', text: 'from the process' });
  await until(async () => (await bob.got('streams')).length === 1, 'the text');
  assert.deepEqual(await bob.got('streams'), [{ from: 'alice', text: 'from the process' }]);

  await alice.does({ do: 'rpc', to: 'bob', method: 'reverse', payload: 'abc' });
  assert.equal(alice.find('answer').answer, 'alice:cba');
  assert.deepEqual(await bob.data('rpc', 'carol', 'reverse', 'xyz'), { answer: 'bob:zyx' });
  await Promise.all([alice.leave(), carol.leave(), leave(bob)]);
});

test('rtc-node sends a file of 5 MB to Chromium', async () => {
  const bob = await join('file', 'bob', single);
  const alice = await NodePeer.run('rtcdata.mjs', server, 'alice', await token('file', 'alice'));
  await bob.sees('participantConnected', 'alice');
  const folder = mkdtempSync(path(tmpdir(), 'akkord-file-'));
  const bytes = randomBytes(5 << 20);
  writeFileSync(path(folder, 'five.bin'), bytes);
  await alice.does({ do: 'file', path: path(folder, 'five.bin'), name: 'five.bin' });
  await until(async () => (await bob.got('files')).length === 1, 'the file', 60);
  const hash = createHash('sha256').update(bytes).digest('hex');
  assert.deepEqual(await bob.got('files'), [{ from: 'alice', name: 'five.bin', size: 5 << 20, hash }]);
  rmSync(folder, { recursive: true });
  await Promise.all([alice.leave(), leave(bob)]);
});

/** Alice sends to bob and carol, and nothing comes through to carol or from her while it is shut. */
async function slowReader(room) {
  const relay = await UdpRelay.start(server.mediaPorts);
  const alice = await join(room, 'alice', single);
  const bob = await join(room, 'bob', dual);
  const carol = await join(room, 'carol', { ...single, relay });
  await alice.data('send', 1, 100, { reliable: true, topic: 'first' });
  await gets(bob, 'alice', [0], 'first');
  await gets(carol, 'alice', [0], 'first');
  return { relay, alice, bob, carol };
}

test('a reader that stops for a while holds nobody up and misses nothing', async () => {
  const { relay, alice, bob, carol } = await slowReader('pause');
  relay.lost = true;
  // Less than what makes a reader congested: a slow machine may take its time.
  await alice.data('send', 50, 10_000, { reliable: true, topic: 'r' });
  await gets(bob, 'alice', upTo(50), 'r');
  assert.deepEqual(await carol.data('numbers', 'alice', 'r'), []);
  relay.lost = false;
  await gets(carol, 'alice', upTo(50), 'r');
  assert.deepEqual(await carol.events('disconnected'), []);
  await leave(alice, bob, carol);
  relay.close();
});

test('a reader that is hopeless loses its session; the others get everything', async () => {
  const { relay, alice, bob, carol } = await slowReader('hopeless');
  relay.lost = true;
  const sending = alice.data('send', 300, 10_000, { reliable: true, topic: 'r' });
  await until(async () => (await alice.events('participantDisconnected')).length > 0,
    'carol is given up', 40);
  await sending;
  await gets(bob, 'alice', upTo(300), 'r');
  assert.match(server.log(), /carol.*DATA_TOO_SLOW|DATA_TOO_SLOW.*bytes of reliable data/);
  await carol.sees('reconnecting'); // it was told to begin anew
  assert.deepEqual(await bob.events('reconnecting'), []);
  await leave(alice, bob, carol);
  relay.close();
});

test('the room service sends data to all and to some', async () => {
  const alice = await join('service', 'alice', single);
  const bob = await join('service', 'bob', dual);
  const api = new RoomServiceClient(server.http, 'devkey', 'secret');
  await api.sendData('service', new Uint8Array([0, 0, 0, 9]), 0, { topic: 'all' });
  await api.sendData('service', new Uint8Array([0, 0, 0, 7]), 0,
    { topic: 'bob', destinationIdentities: ['bob'] });
  await until(async () => (await bob.got('packets')).length === 2, 'both packets');
  assert.deepEqual((await bob.got('packets')).map(({ number, topic }) => [number, topic]),
    [[9, 'all'], [7, 'bob']]);
  assert.deepEqual((await alice.got('packets')).map(({ number }) => number), [9]);
  await leave(alice, bob);
});

test('a page that goes away disturbs nobody', async () => {
  const alice = await join('gone', 'alice', single);
  const bob = await join('gone', 'bob', single);
  const carol = await join('gone', 'carol', single);
  const sending = alice.data('send', 100, 20_000, { reliable: true });
  await seconds(0.2);
  await bob.page.close();
  await sending;
  await gets(carol, 'alice', upTo(100));
  await leave(alice, carol);
});

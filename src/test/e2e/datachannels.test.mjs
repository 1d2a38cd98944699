// Data channels between the server and plain RTCPeerConnections of Chromium: no client library.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { Akkord, freePort } from './lib/akkord.mjs';
import { BarePeer } from './lib/bare.mjs';
import { Browser } from './lib/browser.mjs';
import { seconds, until } from './lib/media.mjs';
import { UdpRelay } from './lib/udprelay.mjs';

const ordered = { ordered: true };
const lossy = { ordered: false, maxRetransmits: 0 };
const kinds = {
  ordered,
  unordered: { ordered: false },
  retransmits: { ordered: false, maxRetransmits: 5 },
  lifetime: { ordered: true, maxPacketLifeTime: 5000 },
};
let server;
let browser;
let metrics;

before(async () => {
  metrics = await freePort();
  [server, browser] = await Promise.all([
    Akkord.start([], `prometheus.port = ${metrics}`), Browser.launch()]);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const user = (text, topic) => ({
  value: { case: 'user', value: { payload: new TextEncoder().encode(text), topic } } });
const text = (packet) => new TextDecoder().decode(packet.value.value.payload);

/** Sizes, in the order of a channel that keeps it; sorted otherwise. */
function sizes(messages, label) {
  assert.ok(messages.every((each) => each.intact), 'a message is damaged');
  const found = messages.map((each) => each.size);
  return kinds[label]?.ordered === false ? found.sort((a, b) => a - b) : found;
}

test('messages of 1 B to 64 kB go through channels of each kind, bytes as bytes, text as text', async () => {
  const [alice, bob] = await Promise.all(['alice', 'bob'].map((identity) =>
    BarePeer.join(browser, server, 'kinds', identity, { _reliable: ordered, ...kinds })));
  const limit = await alice.does('limit');
  assert.ok(limit >= 64_000, `the server takes messages of ${limit} bytes`);
  const some = [1, 100, 1163, 1164, 16_384];
  for (const label of Object.keys(kinds)) {
    await alice.does('send', label, some, false);
    await bob.gets(some.length, label); // a longer one might push them out of a lossy channel
    await alice.does('send', label, [64_000], false);
    assert.deepEqual(sizes(await bob.gets(some.length + 1, label), label), [...some, 64_000]);
    await bob.does('send', label, [0, 1, 5000], true);
    const back = await alice.gets(3, label);
    assert.deepEqual(sizes(back, label), [0, 1, 5000]);
    assert.ok(back.every((each) => each.text));
  }
  assert.ok((await bob.got()).every((each) => !each.text));
  await Promise.all([alice.leave(), bob.leave()]);
});

test('a message of a label that the reader does not have comes as a data packet', async () => {
  const alice = await BarePeer.join(browser, server, 'labels', 'alice', { _reliable: ordered, own: ordered });
  const bob = await BarePeer.join(browser, server, 'labels', 'bob', { _reliable: ordered });
  const carol = await BarePeer.join(browser, server, 'labels', 'carol', { _reliable: ordered, own: ordered });
  await alice.does('send', 'own', [3], true);
  await bob.gets(1, '_reliable');
  const [packet] = await bob.packets('_reliable');
  assert.equal(text(packet), 'abc');
  assert.equal(packet.participantIdentity, 'alice');
  await carol.gets(1, 'own');
  assert.deepEqual(await carol.packets('_reliable'), []);
  assert.deepEqual(await alice.got(), []);
  await Promise.all([alice.leave(), bob.leave(), carol.leave()]);
});

test('a channel that is closed is reset on both sides and can be opened again', async () => {
  const alice = await BarePeer.join(browser, server, 'again', 'alice', { _reliable: ordered, own: ordered });
  const bob = await BarePeer.join(browser, server, 'again', 'bob', { _reliable: ordered, own: ordered });
  for (let round = 1; round <= 3; round++) {
    await alice.does('send', 'own', [10, 20_000, 30], false);
    assert.deepEqual(sizes((await bob.gets(3 * round, 'own')).slice(-3)), [10, 20_000, 30]);
    const { id } = (await alice.does('describe')).at(-1);
    await alice.does('close', 'own'); // is closed when the server has reset its direction, too
    await alice.has('own', 'closed');
    await alice.does('open', 'own', ordered);
    await alice.has('own', 'open');
    assert.equal((await alice.does('describe')).at(-1).id, id, 'the stream was not free again');
    await bob.does('send', 'own', [7], false);
    await alice.gets(round, 'own');
  }
  // Closed while its successor opens: the label never looks gone.
  await bob.does('close', 'own');
  await bob.does('open', 'own', kinds.unordered);
  await bob.has('own', 'open');
  await alice.does('send', 'own', [11], false);
  await until(async () => [...await bob.got()].some((each) => each.size === 11), 'bob gets it there');
  assert.deepEqual(await bob.packets('_reliable'), []);
  // Without a channel of this label it is a data packet.
  await bob.does('close', 'own');
  await bob.has('own', 'closed');
  await alice.does('send', 'own', [12], false);
  await bob.gets(1, '_reliable');
  await Promise.all([alice.leave(), bob.leave()]);
});

test('channels agreed on streams 100 to 102 (protocol 18) need no opening', async () => {
  const agreed = (id, options) => ({ ...options, negotiated: true, id });
  const alice = await BarePeer.join(browser, server, 'agreed', 'alice', {
    _reliable: agreed(100, ordered), _lossy: agreed(101, lossy), _data_track: agreed(102, lossy) }, { protocol: 18 });
  const bob = await BarePeer.join(browser, server, 'agreed', 'bob', { _reliable: ordered, _lossy: lossy });
  await alice.packet('_reliable', user('to bob', 'r'));
  await bob.packet('_reliable', user('to alice', 'r'));
  await alice.packet('_lossy', user('to bob', 'l'));
  await bob.packet('_lossy', user('to alice', 'l'));
  for (const [peer, other] of [[alice, 'bob'], [bob, 'alice']]) {
    for (const label of ['_reliable', '_lossy']) {
      await peer.gets(1, label);
      const [packet] = await peer.packets(label);
      assert.equal(text(packet), `to ${peer.identity}`);
      assert.equal(packet.participantIdentity, other);
    }
  }
  await Promise.all([alice.leave(), bob.leave()]);
});

test('where the client only receives, the server opens the channels', async () => {
  const alice = await BarePeer.join(browser, server, 'ours', 'alice', { _reliable: ordered, _lossy: lossy });
  const bob = await BarePeer.subscribe(browser, server, 'ours', 'bob');
  await bob.has('_reliable', 'open');
  await bob.has('_lossy', 'open');
  await bob.has('_data_track', 'open');
  const settings = Object.fromEntries((await bob.does('describe'))
    .map((each) => [each.label, [each.ordered, each.maxRetransmits, each.maxPacketLifeTime]]));
  assert.deepEqual(settings, {
    _reliable: [true, null, null], _lossy: [false, 0, null], _data_track: [false, 0, null] });
  await alice.packet('_reliable', user('hello', 't'));
  await bob.gets(1, '_reliable');
  assert.equal(text((await bob.packets('_reliable'))[0]), 'hello');
  await Promise.all([alice.leave(), bob.leave()]);
});

test('who is back and says what came gets what its lost channel took along, then the rest', async () => {
  const alice = await BarePeer.join(browser, server, 'back', 'alice', { _reliable: ordered });
  const bob = await BarePeer.join(browser, server, 'back', 'bob', { _reliable: ordered });
  const sent = (sequence) => alice.packet('_reliable', { ...user(String(sequence), 't'), sequence });
  const numbers = async () => (await bob.packets('_reliable')).map(text);
  for (let sequence = 1; sequence <= 4; sequence++) await sent(sequence);
  await bob.gets(4, '_reliable');
  await bob.does('close', '_reliable');
  await bob.has('_reliable', 'closed');
  await sent(5);
  await bob.client.answersPing(); // the room knows of the closed channel by now
  const states = [{ publisherSid: alice.client.join.participant.sid, lastSeq: 2 }];
  const back = () => bob.client.send({
    case: 'syncState', value: { datachannelReceiveStates: states } });
  back();
  await bob.client.answersPing();
  await bob.does('open', '_reliable', ordered);
  await bob.gets(7, '_reliable');
  assert.deepEqual((await numbers()).slice(4), ['3', '4', '5']);
  back(); // on the channel that is there now, nothing was lost
  await bob.client.answersPing();
  await sent(6);
  await bob.gets(8, '_reliable');
  assert.deepEqual((await numbers()).slice(7), ['6']);
  await Promise.all([alice.leave(), bob.leave()]);
});

/** Associations so far whose messages interleave. */
async function interleaved() {
  const text = await (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text();
  return Number(/^akkord_media_sctp_interleaved_total (\S+)$/m.exec(text)?.[1]);
}

test('with I-DATA, all kinds of messages arrive, and those given up hold up none', async () => {
  const modern = await Browser.launch(
    ['--force-fieldtrials=WebRTC-DataChannelMessageInterleaving/Enabled/']);
  const relay = await UdpRelay.start(server.mediaPorts);
  try {
    await until(async () => await interleaved() === 0, 'the counter is there');
    const channels = { _reliable: ordered, hasty: { ordered: true, maxRetransmits: 0 }, ...kinds };
    const bob = await BarePeer.join(browser, server, 'mixed', 'bob', channels);
    const alice = await BarePeer.join(modern, server, 'mixed', 'alice', channels, { relay });
    await until(async () => await interleaved() === 1, 'one association of two uses I-DATA');
    const some = [1, 100, 1115, 1116, 1117, 16_384, 64_000];
    for (const label of Object.keys(kinds)) {
      for (const [from, to] of [[alice, bob], [bob, alice]]) {
        await from.does('send', label, some, false);
        assert.deepEqual(sizes(await to.gets(some.length, label), label), some);
      }
    }
    relay.losesEach = 5;
    for (let round = 0; round < 20; round++) {
      await Promise.all([alice, bob].map((peer) => peer.does('send', 'hasty', Array(5).fill(3000), false)));
      await seconds(0.05);
    }
    for (const [from, to] of [[alice, bob], [bob, alice]]) {
      await from.does('send', 'ordered', [64_000], false); // is repeated until it is there
      await to.gets(some.length + 1, 'ordered');
      await from.does('send', 'hasty', [10], false);
      await until(async () => (await to.got()).some((each) => each.size === 10), 'what came after');
      const came = (await to.gets(1, 'hasty')).length - 1;
      assert.ok(came > 0 && came < 100, `${to.identity} got ${came} of 100`);
      assert.ok((await to.got()).every((each) => each.intact));
    }
    await Promise.all([alice.leave(), bob.leave()]);
    assert.equal(await interleaved(), 1);
  } finally {
    relay.close();
    await modern.close();
  }
});

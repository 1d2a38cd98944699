// What participants tell of themselves, and what they may do while it changes: livekit-client
// 2.23.0 in headless Chromium, unmodified, and @livekit/rtc-node.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { RoomServiceClient } from 'livekit-server-sdk';
import { Akkord, token } from './lib/akkord.mjs';
import { Browser } from './lib/browser.mjs';
import { during, seconds, seesVideo, until } from './lib/media.mjs';
import { NodePeer } from './lib/nodepeer.mjs';

let server;
let browser;
let service;

before(async () => {
  [server, browser] = await Promise.all([Akkord.start(), Browser.launch()]);
  service = new RoomServiceClient(server.http, 'devkey', 'secret');
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Someone who also notes what the shared page does not: profiles and permissions. */
async function join(room, identity, options = {}) {
  const peer = await browser.join(server, room, identity, options);
  await peer.page.evaluate(() => {
    const note = (event, ...details) => window.peer.events.push({ at: Date.now(), event, details });
    window.peer.room()
      .on('participantNameChanged', (name, who) => note('name', who.identity, name))
      .on('participantMetadataChanged', (old, who) => note('metadata', who.identity, who.metadata))
      .on('participantAttributesChanged', (changed, who) => note('attributes', who.identity, JSON.stringify(changed)))
      .on('participantPermissionsChanged', (old, who) => note('permissions', who.identity))
      .on('localTrackUnpublished', (publication) => note('localTrackUnpublished', publication.source))
      .on('trackSubscriptionPermissionChanged', (publication, status, who) => note('permitted', who.identity, status));
  });
  return peer;
}

/** Calls a method of the local participant; resolves with what it throws, or nothing. */
const call = (peer, method, ...args) => peer.page.evaluate(async ([name, values]) => {
  try {
    await window.peer.room().localParticipant[name](...values);
    return undefined;
  } catch (error) {
    return String(error.message);
  }
}, [method, args]);

const leave = (...peers) => Promise.all(peers.map((peer) => peer.page.close()));

async function decodesNothing(peer) {
  await seconds(1);
  const [seen] = await during(2, peer);
  assert.ok(seen.framesDecoded <= 2, `${peer.identity} decoded ${seen.framesDecoded} frames`);
}

async function decodes(peer) {
  await until(async () => (await during(1, peer))[0].framesDecoded > 5, () => `${peer.identity} decodes video`);
}

test('name, metadata and attributes', { timeout: 120_000 }, async () => {
  const grant = { canUpdateOwnMetadata: true, canPublish: true, canSubscribe: true };
  const alice = await join('profiles', 'alice', { grant });
  const bob = await join('profiles', 'bob');
  assert.equal(await call(alice, 'setName', 'Alice'), undefined);
  await bob.sees('name', 'alice', 'Alice');
  assert.equal(await call(alice, 'setMetadata', '{"seat":7}'), undefined);
  await bob.sees('metadata', 'alice', '{"seat":7}');
  assert.equal(await call(alice, 'setAttributes', { role: 'host', mood: 'fine' }), undefined);
  await bob.sees('attributes', 'alice', '{"role":"host","mood":"fine"}');
  assert.equal(await call(alice, 'setAttributes', { mood: '' }), undefined);
  await until(() => bob.page.evaluate(() => {
    const { attributes } = window.peer.room().remoteParticipants.get('alice');
    return attributes.role === 'host' && !attributes.mood;
  }), 'the attribute is gone');

  assert.match(await call(alice, 'setMetadata', 'x'.repeat(600_000)), /too long/);
  assert.match(await call(alice, 'setAttributes', { long: 'x'.repeat(70_000) }), /too long/);
  assert.match(await call(alice, 'setName', 'x'.repeat(300)), /too long/);
  assert.match(await call(bob, 'setName', 'Mallory'), /may not update/);
  // Nobody was hurt by the refusals, and a newcomer sees things as they are.
  const carol = await join('profiles', 'carol');
  assert.deepEqual(await carol.page.evaluate(() => {
    const { name, metadata, attributes } = window.peer.room().remoteParticipants.get('alice');
    return { name, metadata, role: attributes.role };
  }), { name: 'Alice', metadata: '{"seat":7}', role: 'host' });
  await leave(alice, bob, carol);
});

test('rtc-node introduces itself', { timeout: 60_000 }, async () => {
  const bob = await join('nodes', 'bob');
  const grant = { canUpdateOwnMetadata: true, canPublish: true, canSubscribe: true };
  const nora = await NodePeer.join(server, 'nora', await token('nodes', 'nora', grant), 'introduce');
  await until(() => bob.page.evaluate(() => {
    const nora = window.peer.room().remoteParticipants.get('nora');
    return nora?.name === 'Nora' && nora.metadata === 'a node' &&
      nora.attributes.role === 'host' && !nora.attributes.mood;
  }), 'bob knows nora');
  await nora.leave();
  await leave(bob);
});

for (const [mode, roomOptions] of Object.entries({
  'single PC': {}, 'dual PC': { singlePeerConnection: false },
})) {
  test(`${mode}: a publisher chooses who receives its tracks`, { timeout: 180_000 }, async () => {
    const room = `choice ${mode}`;
    const alice = await join(room, 'alice', { roomOptions });
    await alice.call('publish', { microphone: false });
    const bob = await join(room, 'bob', { roomOptions });
    const carol = await join(room, 'carol', { roomOptions });
    await Promise.all([seesVideo(bob), seesVideo(carol)]);

    await call(alice, 'setTrackSubscriptionPermissions', false,
      [{ participantIdentity: 'carol', allowAll: true }]);
    await bob.sees('permitted', 'alice', 'not_allowed');
    await bob.sees('trackUnsubscribed', 'alice', 'camera');
    await decodesNothing(bob);
    await decodes(carol);
    const dave = await join(room, 'dave', { roomOptions });
    await decodesNothing(dave);

    await bob.forget();
    await call(alice, 'setTrackSubscriptionPermissions', true, []);
    await bob.sees('trackSubscribed', 'alice', 'camera');
    await Promise.all([decodes(bob), decodes(dave), decodes(carol)]);
    await leave(alice, bob, carol, dave);
  });

  test(`${mode}: permissions change while people are there`, { timeout: 180_000 }, async () => {
    const room = `permissions ${mode}`;
    const alice = await join(room, 'alice', { roomOptions });
    await alice.call('publish');
    const bob = await join(room, 'bob', { roomOptions });
    await seesVideo(bob);
    const all = { canPublish: true, canSubscribe: true, canPublishData: true };

    // 2 is the microphone.
    await service.updateParticipant(room, 'alice', { permission: { ...all, canPublishSources: [2] } });
    await alice.sees('permissions', 'alice');
    await alice.sees('localTrackUnpublished', 'camera');
    await bob.sees('trackUnpublished', 'alice', 'camera');
    assert.equal((await bob.events('trackUnpublished')).length, 1, 'the microphone stays');
    await decodesNothing(bob);
    await bob.forget();
    await service.updateParticipant(room, 'alice', { permission: all });
    await alice.call('publish', { microphone: false });
    await bob.sees('trackSubscribed', 'alice', 'camera');
    await decodes(bob);

    await bob.forget();
    await service.updateParticipant(room, 'bob', { permission: { ...all, canSubscribe: false } });
    await bob.sees('trackUnsubscribed', 'alice', 'camera');
    await decodesNothing(bob);
    await bob.forget();
    await service.updateParticipant(room, 'bob', { permission: all });
    await bob.sees('trackSubscribed', 'alice', 'camera');
    await decodes(bob);
    await leave(alice, bob);
  });
}

test('a hidden participant sees and is not seen, until it shows up', { timeout: 120_000 }, async () => {
  const alice = await join('hidden', 'alice');
  await alice.call('publish', { microphone: false });
  const grant = { hidden: true, canPublish: true, canSubscribe: true, canPublishData: true };
  const ghost = await join('hidden', 'ghost', { grant });
  await seesVideo(ghost);
  const bob = await join('hidden', 'bob');
  await seconds(4); // the time of a batch
  const others = (peer) => peer.page.evaluate(() => [...window.peer.room().remoteParticipants.keys()]);
  assert.deepEqual(await others(alice), ['bob']);
  assert.deepEqual(await others(bob), ['alice']);
  assert.deepEqual((await others(ghost)).sort(), ['alice', 'bob']);

  const { hidden, ...visible } = grant;
  await service.updateParticipant('hidden', 'ghost', { permission: visible });
  await alice.sees('participantConnected', 'ghost');
  await bob.sees('participantConnected', 'ghost');
  await service.updateParticipant('hidden', 'ghost', { permission: grant });
  await alice.sees('participantDisconnected', 'ghost');
  await decodes(ghost);
  await leave(alice, bob, ghost);
});

test('dynacast: layers that nobody wants are not sent', { timeout: 120_000 }, async () => {
  const alice = await join('dynacast', 'alice', { roomOptions: { dynacast: true } });
  await alice.call('publish', {
    microphone: false, video: { resolution: { width: 1280, height: 720, frameRate: 15 } }, publish: { simulcast: true },
  });
  const sends = async () => (await alice.statistics()).outbound.filter((layer) => layer.active).length;
  await until(async () => await sends() === 3, 'alice sends three layers');
  await until(async () => await sends() === 0, 'nobody is there, so nothing is sent', 40);
  const bob = await join('dynacast', 'bob');
  await seesVideo(bob);
  assert.equal(await sends(), 3);
  await bob.page.evaluate(() => window.peer.room().remoteParticipants.get('alice')
    .getTrackPublication('camera').setVideoQuality(0));
  await until(async () => await sends() === 1, 'one layer is enough', 30);
  await decodes(bob);
  await leave(alice, bob);
});

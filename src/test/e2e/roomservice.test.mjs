// The room service as LiveKit's back ends use it: unmodified livekit-server-sdk, real participants.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { AccessToken, RoomConfiguration, RoomServiceClient, TwirpError } from 'livekit-server-sdk';
import { DisconnectReason } from '@livekit/protocol';
import { Akkord, token } from './lib/akkord.mjs';
import { Browser } from './lib/browser.mjs';
import { until } from './lib/media.mjs';
import { NodePeer } from './lib/nodepeer.mjs';
import { RawClient } from './lib/raw.mjs';

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

const fails = (promise, status, code, message) => assert.rejects(promise, (error) => {
  assert.ok(error instanceof TwirpError, String(error));
  assert.equal(error.status, status);
  assert.equal(error.code, code);
  assert.match(error.message, message);
  return true;
});

test('rooms are created, changed, listed and deleted', { timeout: 60_000 }, async () => {
  const room = await service.createRoom({
    name: 'crud', emptyTimeout: 600, departureTimeout: 7, maxParticipants: 2, metadata: 'first',
    minPlayoutDelay: 10, maxPlayoutDelay: 100, syncStreams: true,
  });
  assert.match(room.sid, /^RM_[0-9A-Za-z]{12}$/);
  assert.equal(room.emptyTimeout, 600);
  assert.equal(room.departureTimeout, 7);
  assert.equal(room.maxParticipants, 2);
  assert.ok(room.creationTime > 0n);
  assert.ok(room.enabledCodecs.some((codec) => codec.mime === 'audio/opus'));

  const again = await service.createRoom({ name: 'crud', maxParticipants: 5 });
  assert.equal(again.sid, room.sid);
  assert.equal(again.maxParticipants, 5);
  assert.equal(again.metadata, 'first');

  await service.createRoom({ name: 'crud2' });
  const names = (await service.listRooms()).map((listed) => listed.name);
  assert.ok(names.includes('crud') && names.includes('crud2'), String(names));
  assert.deepEqual((await service.listRooms(['crud', 'absent'])).map((listed) => listed.sid), [room.sid]);

  assert.equal((await service.updateRoomMetadata('crud', 'second')).metadata, 'second');
  assert.equal((await service.listRooms(['crud']))[0].metadata, 'second');
  await fails(service.updateRoomMetadata('absent', 'x'), 404, 'not_found', /requested room does not exist/);

  await service.deleteRoom('crud');
  assert.deepEqual(await service.listRooms(['crud']), []);
  await fails(service.deleteRoom('crud'), 404, 'not_found', /requested room does not exist/);
});

test('participants hear of what is changed, muted and unsubscribed', { timeout: 120_000 }, async () => {
  const alice = await NodePeer.join(server, 'alice', await token('admin', 'alice'), 'publish');
  const bob = await NodePeer.join(server, 'bob', await token('admin', 'bob'));
  const { sid } = alice.find('published');
  await bob.says('subscribed', (line) => line.sid === sid);

  const listed = await service.listParticipants('admin');
  assert.deepEqual(listed.map((info) => info.identity), ['alice', 'bob']);
  assert.equal((await service.getParticipant('admin', 'alice')).tracks[0].sid, sid);
  await until(async () => (await service.listRooms(['admin']))[0]?.numParticipants === 2, 'two are counted');

  const changed = await service.updateParticipant('admin', 'alice', {
    metadata: 'known', name: 'Alice', attributes: { role: 'host', empty: '' },
  });
  assert.equal(changed.metadata, 'known');
  assert.deepEqual(changed.attributes, { role: 'host' });
  await bob.says('metadata', (line) => line.who === 'alice' && line.metadata === 'known');
  await bob.says('name', (line) => line.name === 'Alice');
  await bob.says('attributes', (line) => line.attributes.role === 'host');
  await alice.says('metadata', (line) => line.metadata === 'known');

  const permission = { canPublish: true, canSubscribe: true, canPublishData: false };
  const restricted = await service.updateParticipant('admin', 'bob', { permission });
  assert.equal(restricted.permission.canPublishData, false);
  assert.equal(restricted.permission.canSubscribe, true);

  await service.updateRoomMetadata('admin', 'agenda');
  await bob.says('roomMetadata', (line) => line.metadata === 'agenda');

  const carol = await browser.join(server, 'admin', 'carol');
  await carol.sees('trackSubscribed', 'alice', 'microphone');
  await service.updateSubscriptions('admin', 'carol', [sid], false);
  await carol.sees('trackUnsubscribed', 'alice', 'microphone');
  await service.updateSubscriptions('admin', 'carol', [sid], true);
  await carol.sees('trackSubscribed', 'alice', 'microphone');
  await carol.page.close();

  const muted = await service.mutePublishedTrack('admin', 'alice', sid, true);
  assert.equal(muted.muted, true);
  await bob.says('muted', (line) => line.sid === sid);
  await fails(service.mutePublishedTrack('admin', 'alice', sid, false),
    412, 'failed_precondition', /remote unmute not enabled/);
  assert.equal(await service.mutePublishedTrack('admin', 'alice', 'TR_none', true), undefined);

  await service.removeParticipant('admin', 'alice');
  const { reason } = await alice.says('disconnected');
  assert.equal(reason, DisconnectReason.PARTICIPANT_REMOVED);
  await bob.says('left', (line) => line.who === 'alice');
  await fails(service.getParticipant('admin', 'alice'), 404, 'not_found', /participant does not exist/);
  await fails(service.removeParticipant('admin', 'alice'), 404, 'not_found', /participant does not exist/);

  await service.deleteRoom('admin');
  assert.equal((await bob.says('disconnected')).reason, DisconnectReason.ROOM_DELETED);
  await alice.leave();
  await bob.leave();
});

test('a token may bring the configuration of the room it opens', { timeout: 30_000 }, async () => {
  const access = new AccessToken('devkey', 'secret', { identity: 'opener', ttl: '10m' });
  access.addGrant({ roomJoin: true, room: 'configured' });
  access.roomConfig = new RoomConfiguration({
    emptyTimeout: 33, departureTimeout: 44, maxParticipants: 1, metadata: 'from the token',
  });
  const opener = new RawClient(`${server.url}/rtc?protocol=17&access_token=${await access.toJwt()}`);
  const { room } = await opener.receives('join');
  assert.equal(room.emptyTimeout, 33);
  assert.equal(room.departureTimeout, 44);
  assert.equal(room.metadata, 'from the token');
  await assert.rejects(RawClient.join(server, 'configured', 'second'), /500 .*max participants/);
  opener.close();
});

test('what is not there yet says so', { timeout: 30_000 }, async () => {
  const other = { status: 501, code: 'unimplemented' };
  await assert.rejects(service.forwardParticipant('crud2', 'a', 'elsewhere'), other);
  await fails(service.forwardParticipant('crud2', 'a', 'crud2'), 400, 'invalid_argument', /another room/);
});

test('bad input is refused with a reason', { timeout: 60_000 }, async () => {
  const long = 'x'.repeat(300);
  await fails(service.createRoom({ name: long }), 400, 'invalid_argument', /room name length exceeds/);
  await fails(service.getParticipant('r', long), 400, 'invalid_argument', /identity length exceeds/);
  await fails(service.updateParticipant('r', 'a', { name: long }), 400, 'invalid_argument', /name length/);
  await fails(service.updateParticipant('r', 'a', { attributes: { a: 'x'.repeat(70_000) } }),
    400, 'invalid_argument', /attribute size/);
  await fails(service.updateRoomMetadata('r', 'x'.repeat(600_000)), 400, 'invalid_argument', /metadata size/);
  for (const identity of ['a|b', 'a\nb', 'a/b', '%2F', '..', 'é ü']) {
    await fails(service.getParticipant('r|1\n/', identity), 404, 'not_found', /participant does not exist/);
  }
  await fails(service.getParticipant('r', ''), 400, 'invalid_argument', /identity is required/);

  const wrong = new RoomServiceClient(server.http, 'devkey', 'not the secret');
  await assert.rejects(wrong.listRooms(), { status: 401 });
});

test('a revoked token opens no door, a newer one does', { timeout: 30_000 }, async () => {
  const old = await token('revoked', 'mallory');
  const url = (access) => `${server.url}/rtc?protocol=17&access_token=${access}`;
  const client = new RawClient(url(old));
  await client.receives('join');
  const now = () => Math.floor(Date.now() / 1000);
  const second = now();
  await service.removeParticipant('revoked', 'mallory', { revokeTokenTs: BigInt(second) });
  await client.receives('leave');

  const again = new RawClient(url(old));
  await until(() => again.refusal, 'a refusal');
  assert.equal(again.refusal, '401 token has been revoked');
  const probe = await fetch(`${server.http}/rtc/validate?access_token=${old}`);
  assert.equal(`${probe.status} ${await probe.text()}`, '401 token has been revoked');
  const bob = await RawClient.join(server, 'revoked', 'bob');
  bob.close();

  await until(() => now() > second, 'the next second');
  const fresh = new RawClient(url(await token('revoked', 'mallory')));
  await fresh.receives('join');
  await service.removeParticipant('revoked', 'mallory'); // without revoking anything
  await fresh.receives('leave');
  const back = await RawClient.join(server, 'revoked', 'mallory');
  back.close();
});

test('a participant is moved to another room with what it publishes', { timeout: 120_000 }, async () => {
  const alice = await NodePeer.join(server, 'alice', await token('from', 'alice'), 'publish');
  const bob = await NodePeer.join(server, 'bob', await token('from', 'bob'));
  const carol = await NodePeer.join(server, 'carol', await token('to', 'carol'));
  await bob.says('subscribed', (line) => line.who === 'alice');
  await service.updateParticipant('from', 'alice', { metadata: 'kept', attributes: { role: 'host' } });

  await service.moveParticipant('from', 'alice', 'to');
  await alice.says('moved');
  await bob.says('left', (line) => line.who === 'alice');
  await carol.says('joined', (line) => line.who === 'alice');
  await carol.says('subscribed', (line) => line.who === 'alice');
  const info = await service.getParticipant('to', 'alice');
  assert.equal(info.metadata, 'kept');
  assert.deepEqual(info.attributes, { role: 'host' });
  assert.equal(alice.find('disconnected'), undefined);
  await fails(service.getParticipant('from', 'alice'), 404, 'not_found', /participant does not exist/);
  await fails(service.moveParticipant('from', 'nobody', 'to'), 404, 'not_found', /participant/);
  await service.createRoom({ name: 'full', maxParticipants: 1 });
  const dave = await RawClient.join(server, 'full', 'dave');
  await until(async () => (await service.listRooms(['full']))[0].numParticipants === 1, 'dave is counted');
  await fails(service.moveParticipant('from', 'bob', 'full'), 412, 'failed_precondition', /full/);
  dave.close();
  await Promise.all([alice.leave(), bob.leave(), carol.leave()]);
});

test('awkward names are rooms and participants like any other', { timeout: 30_000 }, async () => {
  const room = 'a|b/c\n%2F é';
  const identity = 'x|y/z\n%';
  const client = await RawClient.join(server, room, identity);
  assert.equal((await service.listParticipants(room))[0].identity, identity);
  assert.equal((await service.listRooms([room]))[0].name, room);
  await service.removeParticipant(room, identity);
  assert.equal((await client.receives('leave')).reason, DisconnectReason.PARTICIPANT_REMOVED);
});

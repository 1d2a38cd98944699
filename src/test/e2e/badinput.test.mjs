// Bad input gets a precise answer and harms nobody else.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { JoinRequest } from '@livekit/protocol';
import { AccessToken, RoomServiceClient } from 'livekit-server-sdk';
import { Akkord, freePort, token } from './lib/akkord.mjs';
import { seconds, until } from './lib/media.mjs';
import { RawClient, wrapped } from './lib/raw.mjs';

let server;
let witness;
let metrics;

before(async () => {
  metrics = await freePort();
  server = await Akkord.start([], `prometheus.port = ${metrics}`);
  witness = await RawClient.join(server, 'bad', 'witness');
});

after(async () => {
  await witness?.answersPing();
  witness?.close();
  await server?.stop();
});

const get = async (path) => {
  const response = await fetch(server.http + path);
  return `${response.status} ${await response.text()}`;
};

const upgrade = async (path) => {
  const client = new RawClient(server.url + path);
  await until(() => client.refusal || client.responses.length || client.closed, 'an answer');
  client.close();
  return client.refusal ?? 'upgraded';
};

async function mint(key, secret, grant, options = {}) {
  const access = new AccessToken(key, secret, { identity: 'x', ttl: '10m', ...options });
  access.addGrant(grant);
  return access.toJwt();
}

test('tokens: none, unreadable, expired, wrong key, wrong secret, no grant, no room', async () => {
  const join = { roomJoin: true, room: 'bad' };
  const old = await mint('devkey', 'secret', join, { ttl: -3600 });
  const cases = [
    ['', /^401 permissions denied/],
    ['&access_token=rubbish', /^401 invalid authorization token/],
    [`&access_token=${old}`, /^401 invalid authorization token/],
    [`&access_token=${await mint('nokey', 'secret', join)}`, /^401 invalid API key/],
    [`&access_token=${await mint('devkey', 'wrong', join)}`, /^401 invalid authorization token/],
    [`&access_token=${await mint('devkey', 'secret', { room: 'bad' })}`, /^401 permissions denied/],
    [`&access_token=${await mint('devkey', 'secret', { roomJoin: true })}`, /^400 no room name/],
  ];
  for (const [query, expected] of cases) {
    assert.match(await get(`/rtc/validate?protocol=17${query}`), expected);
    assert.match(await upgrade(`/rtc?protocol=17${query}`), expected);
  }
});

test('a token of 100 kB is a token', async () => {
  const metadata = 'm'.repeat(75_000);
  const big = await mint('devkey', 'secret', { roomJoin: true, room: 'big' }, { metadata });
  assert.ok(big.length > 100_000);
  assert.equal(await get(`/rtc/validate?protocol=17&access_token=${big}`), '200 success');
  assert.equal(await upgrade(`/rtc?protocol=17&access_token=${big}`), 'upgraded');
});

test('plain requests: /, HEAD /, unknown paths, /rtc without an upgrade', async () => {
  assert.equal(await get('/'), '200 OK');
  const head = await fetch(server.http, { method: 'HEAD', headers: { origin: 'https://a.test' } });
  assert.equal(head.status, 200);
  assert.equal(head.headers.get('access-control-allow-origin'), 'https://a.test');
  assert.match(await get('/nothing'), /^404/);
  assert.equal(await get(`/rtc?access_token=${await token('bad', 'x')}`), '404 ');
});

test('join requests: missing, garbage, a gzip bomb, 2 MB', async () => {
  const access = await token('bad', 'x');
  const bomb = wrapped(gzipSync(Buffer.alloc(64 * 1024 * 1024)), 1);
  for (const [request, expected] of [
    ['', /^400 join_request is required/],
    ['%%%', /^400/],
    ['!!!!', /^400/],
    [Buffer.from('garbage that is no message').toString('base64url'), /^400/],
    [wrapped(Buffer.from('not gzip'), 1), /^400/],
    [bomb, /^400/],
  ]) {
    const query = `?access_token=${access}&join_request=${request === '%%%' ? '%25%25%25' : request}`;
    assert.match(await get(`/rtc/v1/validate${query}`), expected, request.slice(0, 20));
    assert.match(await upgrade(`/rtc/v1${query}`), expected, request.slice(0, 20));
  }
  const huge = wrapped(new JoinRequest({ metadata: 'm'.repeat(2_000_000) }).toBinary());
  const refused = await get(`/rtc/v1/validate?access_token=${access}&join_request=${huge}`)
    .catch((error) => `closed ${error}`);
  assert.match(refused, /^(4\d\d|closed)/);
});

test('frames: text that is not JSON, bytes that are not protobuf, an unknown request', async () => {
  for (const frame of ['this is not JSON', Buffer.from([0xff, 0xff, 0xff, 0xff])]) {
    const client = await RawClient.join(server, 'bad', 'x');
    client.socket.send(frame);
    await until(() => client.closed, 'the connection closes', 10);
  }
  const client = await RawClient.join(server, 'bad', 'x');
  client.socket.send(Buffer.from([0xfa, 0x3f, 0x02, 0x08, 0x01])); // field 1023, a message
  await client.answersPing();
  client.socket.send('{"aRequestOfTheFuture":{"a":1}}');
  client.socket.send(JSON.stringify({ pingReq: { timestamp: '1', rtt: '0' } }));
  await until(() => client.lastBinary === false, 'an answer in JSON', 5);
  client.close();
});

test('a track of a type that does not exist is refused', async () => {
  const client = await RawClient.join(server, 'bad', 'x');
  client.send({ case: 'addTrack', value: { cid: 'c', name: 'n', type: 99 } });
  const response = await client.receives('requestResponse');
  assert.equal(response.reason, 5); // UNSUPPORTED_TYPE
  await client.answersPing();
  client.close();
});

const offer = (change = (text) => text) => change([
  'v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=group:BUNDLE 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111', 'c=IN IP4 0.0.0.0', 'a=ice-ufrag:abcd',
  'a=ice-pwd:abcdefghijklmnopqrstuvwx', `a=fingerprint:sha-256 ${Array(32).fill('AB').join(':')}`,
  'a=setup:actpass', 'a=mid:0', 'a=recvonly', 'a=rtcp-mux', 'a=rtpmap:111 opus/48000/2', '',
].join('\r\n'));

test('a good offer is answered with its id', async () => {
  const client = await RawClient.join(server, 'bad', 'x');
  client.send({ case: 'offer', value: { type: 'offer', sdp: offer(), id: 7 } });
  assert.equal((await client.receives('answer')).id, 7);
  client.close();
});

const broken = {
  'no fingerprint': (text) => text.replace(/a=fingerprint.*\r\n/, ''),
  'no ufrag': (text) => text.replace(/a=ice-ufrag.*\r\n/, ''),
  '10 000 lines': (text) => text + 'a=x\r\n'.repeat(10_000),
  'two sections with one mid': (text) => text + text.slice(text.indexOf('m=audio')),
  'no SDP at all': () => 'hello',
};

for (const [name, change] of Object.entries(broken)) {
  test(`an offer with ${name}: only this client has to start again`, async () => {
    const client = await RawClient.join(server, 'bad', 'x');
    client.send({ case: 'offer', value: { type: 'offer', sdp: offer(change), id: 1 } });
    const leave = await client.receives('leave');
    assert.equal(leave.reason, 6); // STATE_MISMATCH
    assert.equal(leave.action, 2); // RECONNECT
    await until(() => client.closed, 'the connection closes', 10);
    await witness.answersPing();
  });
}

test('rooms and identities with separators in them are all different', async () => {
  const names = [['a', 'b/c'], ['a/b', 'c'], ['a|b', 'c%2F'], ['a%7Cb', 'c/'], ['a\nb', '%\n|']];
  const clients = [];
  for (const [room, identity] of names) {
    const client = await RawClient.join(server, room, identity);
    assert.equal(client.join.room.name, room);
    assert.equal(client.join.participant.identity, identity);
    assert.deepEqual(client.join.otherParticipants, []);
    clients.push(client);
  }
  for (const client of clients) {
    await client.answersPing();
    client.close();
  }
});

test('reconnect=1 is answered with leave and RECONNECT until sessions can be resumed', async () => {
  const client = new RawClient(`${server.url}/rtc?protocol=17&reconnect=1&sid=PA_unknown` +
    `&access_token=${await token('bad', 'x')}`);
  const leave = await client.receives('leave');
  assert.equal(leave.reason, 6);
  assert.equal(leave.action, 2);
  await until(() => client.closed, 'the connection closes', 10);
});

test('a client that stops reading is dropped; log, counter and the others say so', async () => {
  const rooms = new RoomServiceClient(server.http, 'devkey', 'secret');
  const watcher = await RawClient.join(server, 'stall', 'watcher');
  const stuck = await RawClient.join(server, 'stall', 'stuck');
  stuck.socket.pause();
  const told = () => watcher.all('update').flatMap((update) => update.participants)
    .find((info) => info.sid === stuck.join.participant.sid && info.state === 3);
  // The kernel takes some megabytes before anything waits in the server, and then 10 s pass.
  for (let i = 0; i < 60 && !told(); i++) {
    await rooms.updateRoomMetadata('stall', String(i % 10).repeat(500_000));
    await watcher.answersPing();
    await seconds(1);
  }
  assert.equal(told()?.disconnectReason, 9); // SIGNAL_CLOSE
  assert.match(server.log(), /stuck.*: disconnected: it has stopped reading/);
  await until(async () => (await (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text())
    .split('\n').some((line) => /^akkord_signal_connections_dropped.*reason="too_slow".* 1\.0$/.test(line)),
  'the counter', 30);
  stuck.socket.resume();
  await until(() => stuck.closed, 'the socket of who stopped reading closes', 10);
  await watcher.answersPing();
  watcher.close();
});

// Webhooks as back ends receive them: verified by the SDK, in order, and none lost while a receiver
// is down, fails, hangs or is slow.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { RoomServiceClient, WebhookReceiver } from 'livekit-server-sdk';
import { Akkord, freePort, token } from './lib/akkord.mjs';
import { until } from './lib/media.mjs';
import { NodePeer } from './lib/nodepeer.mjs';
import { RawClient } from './lib/raw.mjs';

const sdk = new WebhookReceiver('devkey', 'secret');

/** A back end. `mode` says how it answers: ok, fails, hangs or slow; closed it is not there. */
class BackEnd {
  mode = 'ok';
  /** Everything it was sent, duplicates too. */
  posts = [];
  /** What it took, as the SDK reads it, each once. */
  events = [];
  problems = [];

  async listen(port) {
    this.server = createServer((request, response) => {
      const chunks = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => this.#take(request, Buffer.concat(chunks).toString(), response));
    });
    await new Promise((done) => this.server.listen(port, '127.0.0.1', done));
    return this;
  }

  async #take(request, body, response) {
    const { headers, url } = request;
    this.posts.push({ headers, url, body, mode: this.mode });
    if (this.mode === 'hangs') return;
    if (this.mode === 'slow') await new Promise((later) => setTimeout(later, 300));
    if (this.mode === 'fails') {
      response.writeHead(500).end('out of order');
      return;
    }
    try {
      const event = await sdk.receive(body, headers.authorization);
      event.sequence = Number(headers['akkord-room-sequence']);
      if (!this.events.some((other) => other.id === event.id)) this.events.push(event);
    } catch (error) {
      this.problems.push(error);
    }
    response.writeHead(200).end();
  }

  /** What it knows of a room, in the order in which it came. */
  of(room) {
    return this.events.filter((event) => event.room?.name === room);
  }

  names(room) {
    return this.of(room).map((event) => event.event);
  }

  async hears(room, event) {
    await until(() => this.names(room).includes(event),
      () => `${event} of ${room}; got ${this.names(room)} ${this.problems}`, 60);
  }

  /** The field is younger than the SDK. */
  endReason(room) {
    return this.posts.map((post) => JSON.parse(post.body))
      .find((body) => body.event === 'room_finished' && body.room.name === room).roomEndReason;
  }

  /** Numbers without a gap, each event once. */
  assertComplete(room) {
    assert.deepEqual(this.problems, []);
    assert.deepEqual(this.of(room).map((event) => event.sequence),
      this.of(room).map((_, index) => index + 1));
  }

  close() {
    this.server?.closeAllConnections();
    this.server?.close();
  }
}

let server;
let metrics;
let later;
const good = new BackEnd();
const bad = new BackEnd();

before(async () => {
  await good.listen(0);
  later = await freePort();
  metrics = await freePort();
  server = await Akkord.start([], `
    room.departure_timeout = 1
    prometheus.port = ${metrics}
    webhook {
      urls = ["http://127.0.0.1:${good.server.address().port}/hook?token=hush", "http://127.0.0.1:${later}/hook"]
      api_key = devkey
      request_timeout = 1s
    }`);
});

after(async () => {
  await server?.stop();
  good.close();
  bad.close();
});

test('a call from beginning to end: every event, in order, verified by the SDK', async () => {
  const alice = await NodePeer.join(server, 'alice', await token('call', 'alice'), 'publish');
  await good.hears('call', 'track_published');
  await alice.leave();
  await good.hears('call', 'room_finished');
  // A client that a busy machine keeps waiting tries once more: that attempt is an event too.
  const events = good.of('call').filter(({ event }) => event !== 'participant_connection_aborted');
  assert.deepEqual(events.map(({ event }) => event), [
    'room_started', 'participant_joined', 'track_published', 'track_unpublished',
    'participant_left', 'room_finished']);
  good.assertComplete('call');
  const [started, joined, published] = events;
  assert.match(started.id, /^EV_\w{12}$/);
  assert.match(started.room.sid, /^RM_\w{12}$/);
  assert.ok(Math.abs(Number(started.createdAt) - Date.now() / 1000) < 300);
  assert.equal(joined.participant.identity, 'alice');
  assert.equal(joined.room.numParticipants, 1);
  assert.equal(published.participant.sid, joined.participant.sid);
  assert.match(published.track.sid, /^TR_/);
  assert.equal(published.room.sid, started.room.sid);
  assert.equal(published.room.creationTime, 0n);
  const left = events.at(-2);
  assert.equal(left.participant.sid, joined.participant.sid);
  assert.equal(left.room.numParticipants, 0);
  assert.equal(good.endReason('call'), 'ROOM_END_IDLE_TIMEOUT');
});

test('a room that was made and deleted by its API, nobody ever in it', async () => {
  const rooms = new RoomServiceClient(server.http, 'devkey', 'secret');
  const { sid } = await rooms.createRoom({ name: 'made', metadata: 'for nobody' });
  await rooms.deleteRoom('made');
  await good.hears('made', 'room_finished');
  assert.deepEqual(good.names('made'), ['room_started', 'room_finished']);
  assert.equal(good.of('made')[0].room.sid, sid);
  assert.equal(good.of('made')[0].room.metadata, 'for nobody');
  assert.equal(good.endReason('made'), 'ROOM_END_API_DELETE');
});

test('the request is LiveKit\'s, and its signature holds for these bytes and this key only', async () => {
  const { headers, url, body } = good.posts[0];
  assert.equal(url, '/hook?token=hush');
  assert.equal(headers['content-type'], 'application/webhook+json');
  assert.equal(headers['user-agent'], 'LiveKit');
  await sdk.receive(body, headers.authorization);
  await assert.rejects(sdk.receive(`${body} `, headers.authorization));
  await assert.rejects(new WebhookReceiver('devkey', 'other').receive(body, headers.authorization));
  await assert.rejects(new WebhookReceiver('other', 'secret').receive(body, headers.authorization));
});

test('who never connected was aborted', async () => {
  const client = await RawClient.join(server, 'aborted', 'ghost');
  client.close();
  await good.hears('aborted', 'room_finished');
  assert.deepEqual(good.names('aborted'),
    ['room_started', 'participant_connection_aborted', 'room_finished']);
});

test('a receiver that is down, fails, hangs and is slow gets everything in the end', async () => {
  const rooms = ['call', 'made', 'aborted', 'one', 'two'];
  const visit = async (room, identity) => {
    const client = await RawClient.join(server, room, identity);
    client.close();
    await good.hears(room, 'participant_connection_aborted');
  };
  await visit('one', 'a'); // it is still down
  bad.mode = 'fails';
  await bad.listen(later);
  await until(() => bad.posts.length > 2, 'attempts that fail', 60);
  bad.mode = 'hangs';
  await visit('two', 'b');
  await until(() => bad.posts.some((post) => post.mode === 'hangs'), 'an attempt that hangs', 60);
  // The other receiver has not been kept waiting.
  await good.hears('two', 'room_finished');
  assert.equal(bad.events.length, 0);
  bad.mode = 'slow';
  for (const room of rooms) {
    await bad.hears(room, 'room_finished');
    assert.deepEqual(bad.names(room), good.names(room));
    assert.deepEqual(bad.of(room).map((event) => event.id), good.of(room).map((event) => event.id));
    bad.assertComplete(room);
  }
});

test('delivery is to be seen in metrics and log, what the URL hides is not', async () => {
  const url = `http://127.0.0.1:${later}/hook`;
  const count = async (name, label) => {
    const text = await (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text();
    assert.doesNotMatch(text, /hush/);
    const line = text.split('\n').find((each) =>
      each.startsWith(name) && each.includes(url) && each.includes(label));
    return Number(line?.split(' ').at(-1) ?? 0);
  };
  await until(async () => await count('akkord_webhook_attempts', 'outcome="failed"') > 2
    && await count('akkord_webhook_attempts', 'outcome="taken"') > 10, 'counters', 30);
  assert.match(server.log(), new RegExp(`Webhook ${url}: .*; events wait for up to 1800 s`));
  assert.match(server.log(), new RegExp(`Webhook ${url} answers again after \\d+ failures`));
  assert.doesNotMatch(server.log(), /hush/);
});

test('at the end of the server the last events still go out', async () => {
  bad.mode = 'ok';
  const client = await RawClient.join(server, 'last', 'a');
  await server.stop();
  client.close();
  await good.hears('last', 'room_finished');
  assert.deepEqual(good.names('last'),
    ['room_started', 'participant_connection_aborted', 'room_finished']);
  assert.equal(good.endReason('last'), 'ROOM_END_SERVER_SHUTDOWN');
});

test('a URL that is none is said to be', async () => {
  await assert.rejects(Akkord.start([], 'webhook { urls = ["localhost/hook"], api_key = devkey }'),
    /webhook.urls: "localhost\/hook" is no URL of HTTP/);
});

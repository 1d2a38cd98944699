// Three real processes, joined by --join: calls across nodes, a node that dies, a node that stops.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { RoomServiceClient } from 'livekit-server-sdk';
import { Akkord } from './lib/akkord.mjs';
import { Balancer } from './lib/balancer.mjs';
import { Browser } from './lib/browser.mjs';
import { assertAudio, assertFrames, during, hearsAudio, seconds, seesVideo, until } from './lib/media.mjs';
import { RawClient } from './lib/raw.mjs';

let first;
let second;
let secondsPort;
let third;
let browser;
let balancer;

const nodeId = (server) => server.log().match(/node (ND_\w+)/)[1];

before(async () => {
  first = await Akkord.start();
  const address = first.log().match(/^ +cluster +([^ ,]+),/m)[1];
  // Above the ports that the system chooses: the lowest address, which decides between two, is not this.
  secondsPort = `cluster.port = ${61_000 + (process.pid % 4000)}`;
  second = await Akkord.start(['--join', address], secondsPort);
  [third, browser] = await Promise.all([Akkord.start(['--join', address]), Browser.launch()]);
}, { timeout: 300_000 });

after(async () => {
  balancer?.close();
  await browser?.close();
  await Promise.all([third?.stop(), second?.stop()]);
  await first?.stop();
});

/** A client that joins `room` through `server`, asked again as long as it is refused. */
async function join(server, room, identity) {
  let refusal;
  return until(() => RawClient.join(server, room, identity).catch((error) => { refusal = error; }),
    () => `${identity} joins ${room}: ${refusal}`);
}

/** Tries to join every half second, each try patient as the server is, until one succeeds. */
async function joinSoon(server, room) {
  const started = Date.now();
  let carol;
  const tries = [];
  while (!carol) {
    assert.ok(Date.now() - started < 60_000, 'the room can be joined again');
    tries.push(RawClient.join(server, room, `carol-${tries.length}`).then(
      (client) => { if (carol) client.close(); else carol = client; }, () => {}));
    await seconds(0.5);
  }
  const away = (Date.now() - started) / 1000;
  await Promise.all(tries);
  return { carol, away };
}

/** The name of a room that lives on `server`. */
async function roomOn(server, prefix) {
  for (let i = 0; i < 60; i++) {
    const room = `${prefix}-${i}`;
    const scout = await join(second, room, 'scout');
    scout.send({ case: 'leave', value: {} });
    scout.close();
    if (scout.join.serverInfo.nodeId === nodeId(server)) return room;
  }
  throw new Error(`no room lives on ${nodeId(server)}`);
}

/** Forwards what flows from `from` to `to` for some seconds. */
async function calls(from, to) {
  await Promise.all([seesVideo(to), hearsAudio(to)]);
  const [sent, received] = await during(4, from, to);
  assertFrames(sent, received, 0.6);
  assertAudio(received);
}

test('one room, three nodes, and then its node dies', { timeout: 150_000 }, async () => {
  const room = await roomOn(first, 'doomed');
  const safe = await roomOn(third, 'safe');
  balancer = await Balancer.start([first, second, third]);
  const alice = await browser.join(second, room, 'alice');
  await alice.call('publish');
  const bob = await browser.join(balancer, room, 'bob');
  const keeper = await join(second, safe, 'keeper');
  await calls(alice, bob);

  const rooms = new RoomServiceClient(third.http, 'devkey', 'secret');
  await until(async () => (await rooms.listRooms([room, safe])).length === 2, 'both rooms are listed');
  const members = await rooms.listParticipants(room);
  assert.deepEqual(members.map((member) => member.identity).sort(), ['alice', 'bob']);

  await Promise.all([alice.forget(), bob.forget()]);
  process.kill(first.pid, 'SIGKILL');
  const { carol, away } = await joinSoon(third, room);
  console.log(`${room} could be joined again ${away.toFixed(1)} s after its node was killed`);
  assert.notEqual(carol.join.serverInfo.nodeId, nodeId(first));
  await Promise.all([alice.sees('reconnected'), bob.sees('reconnected')]);
  await calls(alice, bob);
  carol.close();
  await keeper.answersPing();
  assert.ok(!keeper.first('leave'), 'who had nothing on that node is not disturbed');
  await until(async () => (await rooms.listRooms([room])).length === 1, 'the room is listed once');
  for (const peer of [alice, bob, keeper]) await (peer.page ?? peer).close();
});

test('a node that is killed and back at once has lost its rooms too', { timeout: 150_000 }, async () => {
  const room = await roomOn(second, 'restarted');
  const alice = await browser.join(third, room, 'alice');
  await alice.call('publish');
  const bob = await browser.join(third, room, 'bob');
  await calls(alice, bob);
  await Promise.all([alice.forget(), bob.forget()]);
  process.kill(second.pid, 'SIGKILL');
  const address = third.log().match(/^ +cluster +([^ ,]+),/m)[1];
  second = await Akkord.start(['--join', address], secondsPort);
  await Promise.all([alice.sees('reconnected'), bob.sees('reconnected')]);
  await calls(alice, bob);
  await Promise.all([alice.page.close(), bob.page.close()]);
});

test('a node that stops sends its clients to the others', { timeout: 90_000 }, async () => {
  const room = await roomOn(second, 'leaving');
  const elsewhere = await Balancer.start([second, third]);
  const alice = await browser.join(elsewhere, room, 'alice');
  await alice.call('publish');
  const bob = await browser.join(third, room, 'bob');
  await calls(alice, bob);
  await Promise.all([alice.forget(), bob.forget()]);
  await second.stop();
  await Promise.all([alice.sees('reconnected'), bob.sees('reconnected')]);
  await calls(alice, bob);
  const disconnected = [...await alice.events('disconnected'), ...await bob.events('disconnected')];
  assert.deepEqual(disconnected, []);
  await Promise.all([alice.page.close(), bob.page.close()]);
  await seconds(0.1);
  elsewhere.close();
});

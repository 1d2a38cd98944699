// Back ends call methods of unmodified clients: PerformRpc to livekit-client and to rtc-node.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AccessToken } from 'livekit-server-sdk';
import { Akkord, token } from './lib/akkord.mjs';
import { Browser } from './lib/browser.mjs';
import { until } from './lib/media.mjs';
import { NodePeer } from './lib/nodepeer.mjs';

const helpers = readFileSync(fileURLToPath(new URL('./lib/data.js', import.meta.url)), 'utf8');
let server;
let browser;

before(async () => {
  [server, browser] = await Promise.all([Akkord.start(), Browser.launch()]);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Calls a method; again when a busy machine took two seconds to confirm it. */
async function performRpc(...call) {
  for (let i = 0; i < 20; i++) {
    const answer = await performOnce(...call);
    if (!/RpcError 1501: /.test(answer)) return answer;
  }
  return performOnce(...call);
}

/** Calls a method as a back end does; the SDK has no function for it. */
async function performOnce(room, request, { grant = { roomAdmin: true, room }, headers = {} } = {}) {
  const access = new AccessToken('devkey', 'secret', { ttl: '10m' });
  access.addGrant(grant);
  const reply = await fetch(`${server.http}/twirp/livekit.RoomService/PerformRpc`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json', authorization: `Bearer ${await access.toJwt()}`, ...headers,
    },
    body: JSON.stringify({ room, ...request }),
    signal: AbortSignal.timeout(60_000),
  });
  const body = await reply.json();
  return reply.status === 200 ? body.payload : `${reply.status} ${body.code}: ${body.msg}`;
}

const pcModes = {
  'single PC': { roomOptions: { singlePeerConnection: true } },
  'dual PC': { roomOptions: { singlePeerConnection: false } },
};

for (const [mode, options] of Object.entries(pcModes)) {
  test(`${mode}: a method of a page returns, fails, is unknown, takes too long`, { timeout: 240_000 }, async () => {
    const room = `rpc ${mode}`;
    const bob = await browser.join(server, room, 'bob', options);
    const alice = await browser.join(server, room, 'alice', options);
    for (const peer of [alice, bob]) {
      await peer.page.evaluate(helpers);
      await peer.page.evaluate(() => window.data.listen());
    }
    await alice.page.evaluate(() => {
      const room = window.peer.room();
      room.registerRpcMethod('echo', async ({ payload }) => payload);
      window.pending = 0;
      room.registerRpcMethod('never', () => {
        window.pending++;
        return new Promise(() => {});
      });
      room.registerRpcMethod('long', async () => 'x'.repeat(20_000));
      room.registerRpcMethod('throws', async () => { throw new Error('oh'); });
    });
    const call = (method, payload = '', more = {}) =>
      performRpc(room, { destination_identity: 'alice', method, payload, ...more });

    assert.match(await call('reverse', 'abc'), /^RPC_\w+:cba$/);
    const longest = 'abc'.repeat(5120);
    assert.equal(await call('echo', longest), longest);
    assert.equal(await call('refuse'), '500 unknown: RpcError 1234: not today: because');
    assert.match(await call('throws'), /^500 internal: RpcError 1500: /);
    assert.match(await call('absent'), /^400 invalid_argument: RpcError 1400: /);
    assert.match(await call('long'), /^400 malformed: RpcError 1504: /);
    assert.equal(await call('never', '', { response_timeout_ms: 4000 }),
      '408 canceled: RpcError 1502: Response timeout');
    assert.equal(await performRpc(room, { destination_identity: 'alice', method: 'never' },
      { headers: { 'x-twirp-timeout-ms': '300' } }),
    '408 deadline_exceeded: no answer within X-Twirp-Timeout-Ms');
    assert.match(await call('reverse', `${longest}x`), /^400 malformed: RpcError 1402: /);
    assert.match(await performRpc(room, { destination_identity: 'nobody', method: 'reverse' }),
      /^404 not_found: RpcError 1401: /);
    assert.match(await performRpc(room, { destination_identity: 'alice', method: 'reverse' },
      { grant: { roomAdmin: true, room: 'another' } }), /^401 unauthenticated: /);

    const before = await alice.page.evaluate(() => window.pending);
    const waiting = performOnce(room,
      { destination_identity: 'alice', method: 'never', response_timeout_ms: 30_000 });
    await until(() => alice.page.evaluate((n) => window.pending > n, before), 'alice is called');
    await until(() => alice.page.close().then(() => true), 'alice leaves');
    assert.match(await waiting, /^503 unavailable: RpcError 1503: |^408 canceled: RpcError 150[12]: /);
    assert.deepEqual(await bob.page.evaluate(() => window.data.packets), []);
    await bob.page.close();
  });
}

test('a method of a process with rtc-node returns', { timeout: 120_000 }, async () => {
  const carol = await NodePeer.run('rtcdata.mjs', server, 'carol', await token('rpc node', 'carol'));
  const call = (method, payload) =>
    performRpc('rpc node', { destination_identity: 'carol', method, payload });
  await until(async () => /^RPC_\w+:zyx$/.test(await call('reverse', 'xyz')), 'an answer');
  assert.match(await call('absent', ''), /^400 invalid_argument: RpcError 1400: /);
  await carol.leave();
});

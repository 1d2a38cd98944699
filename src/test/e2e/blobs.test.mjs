// Data blobs, which no SDK has yet: two clients without a library.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { RequestResponse_Reason as Reason } from '@livekit/protocol';
import { Akkord } from './lib/akkord.mjs';
import { until } from './lib/media.mjs';
import { RawClient } from './lib/raw.mjs';

let server;

before(async () => {
  server = await Akkord.start([], 'enable_participant_data_blob = true');
});

after(() => server?.stop());

const named = (name) => ({ key: { case: 'generic', value: name } });

test('one leaves a blob, another fetches it', { timeout: 240_000 }, async () => {
  const alice = await RawClient.join(server, 'blobs', 'alice');
  const bob = await RawClient.join(server, 'blobs', 'bob');
  const contents = new Uint8Array([1, 2, 3]);
  alice.send({ case: 'storeDataBlobRequest', value: { requestId: 5, blob: { key: named('k'), contents } } });
  const stored = await alice.receives('storeDataBlobResponse');
  assert.equal(stored.requestId, 5);
  assert.equal(stored.key.key.value, 'k');

  const get = (requestId, participantIdentity, name) =>
    bob.send({ case: 'getDataBlobRequest', value: { requestId, participantIdentity, key: named(name) } });
  get(6, 'alice', 'k');
  const got = await bob.receives('getDataBlobResponse');
  assert.equal(got.requestId, 6);
  assert.deepEqual(Uint8Array.from(got.blob.contents), contents);
  get(7, 'alice', 'other');
  get(8, 'carol', 'k');
  get(9, 'alice', '');
  await until(() => bob.all('requestResponse').length === 3, 'three refusals');
  assert.deepEqual(
    bob.all('requestResponse').map(({ requestId, reason }) => [requestId, reason])
      .sort(([one], [other]) => one - other),
    [[7, Reason.NOT_FOUND], [8, Reason.NOT_FOUND], [9, Reason.INVALID_REQUEST]]);
  alice.socket.close();
  bob.socket.close();
});
